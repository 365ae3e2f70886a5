import { getTranslations } from "next-intl/server";
import { AccessPicker } from "@/components/access/access-picker";
import { ExplanationView } from "@/components/access/explanation-view";
import { Translations } from "@/components/i18n/translations";
import { Card } from "@/components/ui/display/card";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import type { PageQuery } from "@/lib/core/one-param";
import { answer, namedSubject, readQuestion } from "./question";

export async function generateMetadata() {
  const t = await getTranslations("access");
  return { title: t("title") };
}

export default async function AccessPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requireContext("roles:read");
  const question = readQuestion(await searchParams);
  const [t, explanation, subject] = await Promise.all([
    getTranslations("access"),
    answer(ctx, question),
    namedSubject(ctx, question),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid gap-6">
        <Card title={t("picker.title")}>
          <Translations namespaces={["access", "permissions"]}>
            <AccessPicker subject={subject} permissions={PERMISSION_KEYS} initial={question} />
          </Translations>
        </Card>
        {explanation ? (
          <ExplanationView explanation={explanation} />
        ) : (
          <EmptyState
            title={t(question.subject ? "gone.title" : "empty.title")}
            description={t(question.subject ? "gone.description" : "empty.description")}
          />
        )}
      </div>
    </>
  );
}
