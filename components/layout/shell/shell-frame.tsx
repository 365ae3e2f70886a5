import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { CommandLauncher } from "@/components/layout/palette/command-launcher";
import { AppProviders } from "@/components/layout/providers";
import { SessionExpired } from "@/components/layout/shell/session-expired";
import { type ShellData, ShellProvider } from "@/components/layout/shell/shell-context";
import { Sidebar } from "@/components/layout/shell/sidebar";
import { TopBar } from "@/components/layout/shell/top-bar";

type Props = {
  value: ShellData;
  banners?: ReactNode;
  sidebarFooter?: ReactNode;
  children: ReactNode;
};

/** What PortalShell and AdminShell share. */
export async function ShellFrame({ value, banners, sidebarFooter, children }: Props) {
  const t = await getTranslations("layout");
  return (
    <Translations namespaces={["layout"]}>
      <AppProviders>
        <ShellProvider value={value}>
          <div
            data-accent={value.kind === "admin" ? "back-office" : undefined}
            className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]"
          >
            <a
              href="#main"
              className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-2"
            >
              {t("skipToContent")}
            </a>
            <aside
              aria-label={t("sidebar")}
              className="sticky top-0 hidden h-dvh flex-col border-r bg-canvas lg:flex"
            >
              <Sidebar footer={sidebarFooter} />
            </aside>
            <div className="flex min-h-dvh min-w-0 flex-col">
              <TopBar sidebarFooter={sidebarFooter} />
              <section aria-label={t("notices")} className="empty:hidden">
                {banners}
              </section>
              <main id="main" tabIndex={-1} className="w-full flex-1 outline-none">
                <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-8 sm:py-8">{children}</div>
              </main>
            </div>
          </div>
          <CommandLauncher />
          <SessionExpired />
        </ShellProvider>
      </AppProviders>
    </Translations>
  );
}
