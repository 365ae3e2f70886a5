import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { WhyLink } from "@/components/receipts/why-link";
import { SupportForbidden } from "@/components/support/support-forbidden";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { currentRequest } from "@/lib/access/require-context";
import { isSupportVisit } from "@/lib/access/support/is-support-visit";

/** A page that the person's role does not open: says so, and who can change it. */
export default async function Forbidden() {
  const request = await currentRequest();
  if (isSupportVisit(request)) return <SupportForbidden />;
  const t = await getTranslations("overview.forbidden");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/" variant="primary">
          {t("home")}
        </ButtonLink>
        <ButtonLink href="/members?f.role=tenant_admin">{t("admins")}</ButtonLink>
        <Translations namespaces={["receipts"]}>
          <WhyLink />
        </Translations>
      </div>
    </>
  );
}
