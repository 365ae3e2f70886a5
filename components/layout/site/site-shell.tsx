import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { SitePreferences } from "@/components/layout/site/site-preferences";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Logo } from "@/components/ui/display/logo";

type Props = {
  /** `false` on the sign-in pages: their `AuthCard` shows the logo, and nothing should distract. */
  withHeader?: boolean;
  children: ReactNode;
};

/** Frame of the public pages: landing, pricing, sign-in and sign-up. */
export async function SiteShell({ withHeader = true, children }: Props) {
  const t = await getTranslations("layout");
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-2"
      >
        {t("skipToContent")}
      </a>
      {withHeader ? <SiteHeader /> : null}
      <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
        {children}
      </main>
      <footer className="border-t">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-4 px-4 py-5 text-fg-subtle text-sm sm:px-6">
          <p>{t("site.footer")}</p>
          <Translations namespaces={["layout"]}>
            <SitePreferences />
          </Translations>
        </div>
      </footer>
    </div>
  );
}

async function SiteHeader() {
  const t = await getTranslations("layout");
  return (
    <header className="sticky top-0 z-30 border-b bg-canvas/95 backdrop-blur-sm">
      <div className="mx-auto flex h-14 max-w-6xl items-center gap-2 px-4 sm:px-6">
        <Link href="/" aria-label={t("site.home")} className="rounded-md">
          <Logo withName />
        </Link>
        <nav aria-label={t("mainNavigation")} className="ml-4 hidden gap-1 sm:flex">
          <ButtonLink href="/pricing" variant="ghost">
            {t("site.pricing")}
          </ButtonLink>
        </nav>
        <div className="ml-auto flex items-center gap-2">
          <ButtonLink href="/sign-in" variant="ghost">
            {t("site.signIn")}
          </ButtonLink>
          <ButtonLink href="/sign-up" variant="primary">
            {t("site.signUp")}
          </ButtonLink>
        </div>
      </div>
    </header>
  );
}
