"use client";
import { Menu } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { currentItem } from "@/components/layout/navigation";
import { CommandButton } from "@/components/layout/palette/command-button";
import { LocaleSwitch } from "@/components/layout/shell/locale-switch";
import { useShell } from "@/components/layout/shell/shell-context";
import { Sidebar, useNavigation } from "@/components/layout/shell/sidebar";
import { ThemeSwitch } from "@/components/layout/shell/theme-switch";
import { UserMenu } from "@/components/layout/shell/user-menu";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Sheet } from "@/components/ui/overlays/dialog";

/** The bar above every page: where one is, search, language, theme, account. On a phone it opens the navigation. */
export function TopBar({ sidebarFooter }: { sidebarFooter?: ReactNode }) {
  const t = useTranslations("layout");
  const shell = useShell();
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const current = currentItem(useNavigation(), usePathname());
  return (
    <header className="sticky top-0 z-30 flex h-14 shrink-0 items-center gap-1 border-b bg-canvas/95 px-2 backdrop-blur-sm sm:px-4 lg:pl-8">
      <span className="lg:hidden">
        <IconButton
          label={t("openNavigation")}
          aria-expanded={isDrawerOpen}
          icon={<Menu aria-hidden="true" className="size-4" />}
          onClick={() => setIsDrawerOpen(true)}
        />
      </span>
      <p className="flex min-w-0 flex-1 items-center gap-2 truncate text-sm">
        <span className="hidden truncate text-fg-muted sm:inline">
          {shell.kind === "admin" ? t("backOffice") : shell.tenant?.name}
        </span>
        {current ? (
          <>
            <span aria-hidden="true" className="hidden text-fg-subtle sm:inline">
              /
            </span>
            <span className="truncate font-medium">{t(`nav.${current.id}`)}</span>
          </>
        ) : null}
      </p>
      <CommandButton />
      <LocaleSwitch isSignedIn />
      <ThemeSwitch isSignedIn />
      <UserMenu />
      <Sheet
        side="left"
        width="sm"
        open={isDrawerOpen}
        onOpenChange={setIsDrawerOpen}
        title={t("mainNavigation")}
      >
        <div className="-mx-3 flex min-h-full flex-col">
          <Sidebar footer={sidebarFooter} onNavigate={() => setIsDrawerOpen(false)} />
        </div>
      </Sheet>
    </header>
  );
}
