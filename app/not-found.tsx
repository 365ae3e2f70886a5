import { getTranslations } from "next-intl/server";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";

export default async function NotFound() {
  const t = await getTranslations("errors.pages");
  return (
    <StatusPage code="404" title={t("notFoundTitle")} description={t("notFoundDescription")}>
      <ButtonLink href="/" variant="primary">
        {t("goHome")}
      </ButtonLink>
    </StatusPage>
  );
}
