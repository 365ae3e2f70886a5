"use client";
import { Popover } from "@base-ui/react/popover";
import { Check, Plus, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { type ShellTenant, useShell } from "@/components/layout/shell/shell-context";
import { Avatar } from "@/components/ui/display/avatar";
import { Badge } from "@/components/ui/display/badge";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchorRef: RefObject<HTMLElement | null>;
};

/** The loaded half of `TenantSwitcher`: search, one link per workspace, "Create workspace". */
export default function TenantSwitcherPopup({ open, onOpenChange, anchorRef }: Props) {
  const t = useTranslations("layout.tenants");
  const { tenants, tenant, createTenantHref } = useShell();
  const [query, setQuery] = useState("");
  const searchRef = useRef<HTMLInputElement>(null);
  const needle = query.trim().toLowerCase();
  const matches = tenants.filter((item) => `${item.name} ${item.slug}`.toLowerCase().includes(needle));
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange} modal="trap-focus">
      <Popover.Portal>
        <Popover.Positioner anchor={anchorRef} side="bottom" align="start" sideOffset={6} className="z-50">
          <Popover.Popup
            aria-label={t("title")}
            initialFocus={searchRef}
            finalFocus={anchorRef}
            onKeyDown={moveFocus}
            className="w-72 rounded-lg border border-line-strong bg-raised text-sm shadow-overlay outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <label className="flex items-center gap-2 border-b px-3">
              <Search aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
              <input
                ref={searchRef}
                type="search"
                data-row=""
                value={query}
                onChange={(event) => setQuery(event.target.value)}
                placeholder={t("search")}
                aria-label={t("search")}
                className="h-9 w-full bg-transparent outline-none"
              />
            </label>
            <ul className="max-h-72 overflow-y-auto p-1" aria-label={t("title")}>
              {matches.map((item) => (
                <li key={item.id}>
                  <TenantLink item={item} isCurrent={item.id === tenant?.id} />
                </li>
              ))}
              {matches.length === 0 ? <li className="px-2 py-1.5 text-fg-subtle">{t("noMatch")}</li> : null}
            </ul>
            {createTenantHref ? (
              <div className="border-t p-1">
                <a
                  href={createTenantHref}
                  data-row=""
                  className="focus-inset flex h-8 items-center gap-2.5 rounded-md px-2 text-fg-muted hover:bg-hover hover:text-fg"
                >
                  <Plus aria-hidden="true" className="size-4" />
                  {t("create")}
                </a>
              </div>
            ) : null}
            <Popover.Close className="sr-only">{t("close")}</Popover.Close>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

// A plain link: another workspace is another host, so the browser has to navigate.
function TenantLink({ item, isCurrent }: { item: ShellTenant; isCurrent: boolean }) {
  return (
    <a
      href={item.href}
      data-row=""
      aria-current={isCurrent ? "true" : undefined}
      className="focus-inset flex h-9 items-center gap-2.5 rounded-md px-2 hover:bg-hover"
    >
      <Avatar name={item.name} shape="square" size="sm" />
      <span className="min-w-0 flex-1 truncate text-fg">{item.name}</span>
      <Badge>{item.planName}</Badge>
      <Check aria-hidden="true" className={isCurrent ? "size-4 text-accent-text" : "size-4 opacity-0"} />
    </a>
  );
}

/** Arrow keys move between the search field and the links. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const rows = Array.from(event.currentTarget.querySelectorAll<HTMLElement>("[data-row]"));
  const index = document.activeElement instanceof HTMLElement ? rows.indexOf(document.activeElement) : -1;
  const next = rows[index + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
