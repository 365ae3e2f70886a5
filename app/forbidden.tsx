import { getTranslations } from "next-intl/server";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";

export default async function Forbidden() {
  const t = await getTranslations("overview.forbidden");
  return (
    <StatusPage code="403" title={t("title")} description={t("description")}>
      <ButtonLink href="/" variant="primary">
        {t("home")}
      </ButtonLink>
    </StatusPage>
  );
}
