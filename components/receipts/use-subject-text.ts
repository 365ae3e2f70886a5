import { useTranslations } from "next-intl";
import { usePermissionText } from "@/components/roles/use-permission-text";

/** What was missing, in words: a permission, a feature of the plan or a limit. */
export function useSubjectText(): (subject: string) => string {
  const text = usePermissionText();
  const t = useTranslations("receipts.subjects");
  return (subject) => {
    if (subject.includes(":")) return `${text.name(subject)}. ${text.about(subject)}`;
    return t.has(subject as never) ? t(subject as never) : subject;
  };
}
