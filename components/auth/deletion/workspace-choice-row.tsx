"use client";
import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import type { DeletionPlan } from "@/lib/lifecycle/own-account/schema";

/** What becomes of one workspace that its last admin or owner leaves. */
export function WorkspaceChoiceRow({ workspace }: { workspace: DeletionPlan["workspaces"][number] }) {
  const t = useTranslations("profile.deletion");
  const { id, name, candidates, can_delete: canDelete } = workspace;
  const options = [
    { value: "", label: t("choose") },
    ...candidates.map((person) => ({
      value: person.id,
      label: t("transfer", { name: `${person.name} (${person.email})` }),
    })),
    ...(canDelete ? [{ value: "delete", label: t("deleteWorkspace") }] : []),
  ];
  if (options.length === 1) return <Alert tone="warning">{t("stuck", { name })}</Alert>;
  return (
    <Field label={t("workspace", { name })} required>
      <Select name={id} options={options} required />
    </Field>
  );
}
