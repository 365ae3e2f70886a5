import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";

export default async function NotFound() {
  const t = await getTranslations("admin.notFound");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ButtonLink href="/" variant="primary">
        {t("back")}
      </ButtonLink>
    </>
  );
}
