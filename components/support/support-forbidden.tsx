import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";

/** A page that stays shut in a support session, whatever the member may do. */
export async function SupportForbidden() {
  const t = await getTranslations("support.forbidden");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ButtonLink href="/" variant="primary">
        {t("home")}
      </ButtonLink>
    </>
  );
}
