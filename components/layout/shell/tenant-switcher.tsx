"use client";
import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useRef, useState } from "react";
import { BrandLogo } from "@/components/layout/brand/brand-logo";
import { useShell } from "@/components/layout/shell/shell-context";
import { Avatar } from "@/components/ui/display/avatar";
import { Picture } from "@/components/ui/display/picture";

const loadPopup = () => import("@/components/layout/shell/tenant-switcher-popup");
const TenantSwitcherPopup = lazy(loadPopup);

/** Shows the workspace on screen and opens the list of all of them. */
export function TenantSwitcher() {
  const t = useTranslations("layout.tenants");
  const { tenant, brand } = useShell();
  const anchorRef = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const wasOpened = useRef(false);
  if (open) wasOpened.current = true;
  if (!tenant) return null;
  return (
    <>
      <button
        ref={anchorRef}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={t("switch", { name: tenant.name, plan: tenant.planName })}
        className="flex h-10 w-full min-w-0 items-center gap-2 rounded-md px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
        onClick={() => setOpen(!open)}
        onPointerEnter={() => void loadPopup()}
        onFocus={() => void loadPopup()}
      >
        {brand?.logoLight ? (
          <span className="flex min-w-0 flex-1">
            <BrandLogo {...brand} alt="" className="h-7" />
          </span>
        ) : (
          <>
            {brand?.icon ? (
              <Picture src={brand.icon} alt="" className="size-7 shrink-0 rounded-sm object-contain" />
            ) : (
              <Avatar name={tenant.name} shape="square" />
            )}
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium leading-4">{tenant.name}</span>{" "}
              <span className="block truncate text-2xs text-fg-subtle leading-4">{tenant.planName}</span>
            </span>
          </>
        )}
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-fg-subtle" />
      </button>
      {wasOpened.current ? (
        <Suspense fallback={null}>
          <TenantSwitcherPopup open={open} onOpenChange={setOpen} anchorRef={anchorRef} />
        </Suspense>
      ) : null}
    </>
  );
}
