import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StartSupportForm } from "@/components/admin/support/start-support-form";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getSupportPreview } from "@/lib/back-office/support/get-support-preview";
import { DomainError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata() {
  return { title: (await getTranslations("support.admin"))("startTitle") };
}

export default async function StartSupportPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requireStaff();
  const [t, query] = await Promise.all([getTranslations("support.admin"), searchParams]);
  const [tenantId, memberId] = [oneParam(query.tenant) ?? "", oneParam(query.member) ?? ""];
  if (!isId(tenantId) || !isId(memberId)) notFound();
  const preview = await getSupportPreview(ctx, { tenantId, memberId }).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  });
  return (
    <>
      <PageHeader title={t("startTitle")} description={t("startDescription")} />
      <Translations namespaces={["support"]}>
        <StartSupportForm preview={preview} />
      </Translations>
    </>
  );
}
