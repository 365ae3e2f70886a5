import { getTranslations } from "next-intl/server";
import { ApprovalsView } from "@/components/admin/approvals/approvals-view";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { ChoiceNav } from "@/components/usage/choice-nav";
import { requireStaff } from "@/lib/access/require-context";
import { approvalList } from "@/lib/back-office/approvals/schema";

type Props = { searchParams: Promise<{ list?: string | string[] }> };

export async function generateMetadata() {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

export default async function ApprovalsPage({ searchParams }: Props) {
  await requireStaff();
  const [t, query] = await Promise.all([getTranslations("approvals"), searchParams]);
  const list = approvalList.catch("open").parse(query.list);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="mb-6">
        <ChoiceNav
          look="tabs"
          label={t("lists.label")}
          choices={approvalList.options.map((value) => ({
            href: value === "open" ? "/approvals" : `/approvals?list=${value}`,
            label: t(`lists.${value}`),
            isCurrent: value === list,
          }))}
        />
      </div>
      <Translations namespaces={["approvals", "lifecycle"]}>
        <ApprovalsView key={list} list={list} />
      </Translations>
    </>
  );
}
