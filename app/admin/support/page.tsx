import { getTranslations } from "next-intl/server";
import { SupportSessionsView } from "@/components/admin/support/support-sessions-view";
import { Translations } from "@/components/i18n/translations";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

const NOTICES = ["stopped", "over", "not_taken_over"] as const;

export async function generateMetadata() {
  return { title: (await getTranslations("support.admin"))("title") };
}

export default async function SupportSessionsPage({ searchParams }: { searchParams: PageQuery }) {
  await requireStaff();
  const [t, query] = await Promise.all([getTranslations("support.admin"), searchParams]);
  const notice = NOTICES.find((name) => name === oneParam(query.notice));
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {notice ? (
        <Alert tone={notice === "not_taken_over" ? "warning" : "info"} role="status" className="mb-4">
          {t(`notices.${notice}`)}
        </Alert>
      ) : null}
      <Translations namespaces={["support"]}>
        <SupportSessionsView />
      </Translations>
    </>
  );
}
