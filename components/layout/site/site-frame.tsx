import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { SitePreferences } from "@/components/layout/site/site-preferences";

type Props = {
  header?: ReactNode;
  /** Instead of the product's own line; null for none. */
  footer?: ReactNode;
  children: ReactNode;
};

/** What SiteShell and AuthShell share: skip link, main and footer. */
export async function SiteFrame({ header, footer, children }: Props) {
  const t = await getTranslations("layout");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-2"
      >
        {t("skipToContent")}
      </a>
      {header}
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </main>
      <footer className="border-t">
        <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-5 text-fg-subtle text-sm sm:px-6">
          <p>{footer === undefined ? t("site.footer") : footer}</p>
          <Translations namespaces={["layout"]}>
            <SitePreferences />
          </Translations>
        </div>
      </footer>
    </div>
  );
}
