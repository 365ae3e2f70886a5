import { getTranslations } from "next-intl/server";
import { StatusPage } from "@/components/layout/site/status-page";
import { buttonVariants } from "@/components/ui/actions/button-variants";

export default async function Forbidden() {
  const t = await getTranslations("overview.forbidden");
  return (
    <StatusPage code="403" title={t("title")} description={t("description")}>
      <a href="/" className={buttonVariants({ variant: "primary" })}>
        {t("home")}
      </a>
    </StatusPage>
  );
}
