import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";

/** For roles without billing: says who can open it. */
export default async function BillingForbidden() {
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
