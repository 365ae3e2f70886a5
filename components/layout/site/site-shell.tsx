import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SiteFrame } from "@/components/layout/site/site-frame";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Logo } from "@/components/ui/display/logo";

/** Frame of the public pages with a header: landing and pricing. Sign-in pages use `AuthShell`. */
export function SiteShell({ children }: { children: ReactNode }) {
  return <SiteFrame header={<SiteHeader />}>{children}</SiteFrame>;
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
