import type { useTranslations } from "next-intl";

/** Whom one can ask about; `id` is without its kind. */
export type NamedSubject = { kind: "member" | "service" | "key"; id: string; name: string; email?: string };

export const subjectValue = ({ kind, id }: Pick<NamedSubject, "kind" | "id">) => `${kind}:${id}`;

/** How a member, a service account or a key reads in the picker. */
export function subjectLabel(
  t: ReturnType<typeof useTranslations<"access.subjects">>,
  { kind, name, email = "" }: NamedSubject,
): string {
  return kind === "member" ? t(kind, { name, email }) : t(kind, { name });
}
