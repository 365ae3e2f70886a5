import { getTranslations } from "next-intl/server";
import { SupportForbidden } from "@/components/support/support-forbidden";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { currentRequest } from "@/lib/access/require-context";
import { isSupportVisit } from "@/lib/access/support/is-support-visit";

/** For roles without billing: says who can open it. */
export default async function BillingForbidden() {
  const request = await currentRequest();
  if (isSupportVisit(request)) return <SupportForbidden />;
  const t = await getTranslations("billing.forbidden");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/" variant="primary">
          {t("home")}
        </ButtonLink>
        <ButtonLink href="/members">{t("members")}</ButtonLink>
      </div>
    </>
  );
}
