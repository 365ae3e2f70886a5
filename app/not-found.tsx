import { getTranslations } from "next-intl/server";
import { StatusPage } from "@/components/layout/site/status-page";
import { buttonVariants } from "@/components/ui/actions/button-variants";

export default async function NotFound() {
  const t = await getTranslations("errors.pages");
  return (
    <StatusPage code="404" title={t("notFoundTitle")} description={t("notFoundDescription")}>
      <a href="/" className={buttonVariants({ variant: "primary" })}>
        {t("goHome")}
      </a>
    </StatusPage>
  );
}
