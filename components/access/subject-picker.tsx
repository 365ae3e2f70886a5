"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type NamedSubject, subjectLabel, subjectValue } from "@/components/access/subject-label";
import { apiKeyList } from "@/components/api-keys/queries";
import { useCan } from "@/components/layout/shell/shell-context";
import { memberName } from "@/components/members/member-name";
import { memberList } from "@/components/members/queries";
import { serviceAccountList } from "@/components/service-accounts/queries";
import { Combobox } from "@/components/ui/forms/combobox/combobox";

const TYPING_PAUSE_MS = 250;
const SHOWN = "20";

type Props = {
  /** Who is chosen at first. */
  initial: NamedSubject | null;
  value: string;
  onValueChange: (value: string) => void;
};

/** A member, service account or key, found on the server by part of a name or address. */
export function SubjectPicker({ initial, value, onValueChange }: Props) {
  const t = useTranslations("access.picker");
  const tSubjects = useTranslations("access.subjects");
  const [chosen, setChosen] = useState(initial);
  const [text, setText] = useState<string>();
  const { found, state } = useSubjects(text);
  return (
    <Combobox
      options={found.map((subject) => ({
        value: subjectValue(subject),
        label: subjectLabel(tSubjects, subject),
      }))}
      value={value}
      {...(chosen && { valueLabel: subjectLabel(tSubjects, chosen) })}
      onValueChange={(next) => {
        setChosen(found.find((subject) => subjectValue(subject) === next) ?? null);
        onValueChange(next);
      }}
      onSearch={setText}
      {...(state !== "done" && { note: t(state) })}
      placeholder={t("subjectPlaceholder")}
    />
  );
}

/** What the lists answer to `text`. Nothing is shown for an older text, so that Enter never takes somebody else. */
function useSubjects(text: string | undefined) {
  const settled = useSettled(text?.trim());
  const query = { limit: SHOWN, ...(settled && { q: settled }) };
  const isAsked = settled !== undefined;
  const members = useQuery({ ...memberList(query), enabled: isAsked });
  const mayAccounts = useCan("service_accounts:read");
  const accounts = useQuery({ ...serviceAccountList(query), enabled: isAsked && mayAccounts });
  const mayKeys = useCan("api_keys:read");
  const keys = useQuery({ ...apiKeyList(query), enabled: isAsked && mayKeys });
  const lists = [members, accounts, keys];
  if (lists.some((list) => list.isError)) return { found: [], state: "failed" } as const;
  if (settled !== text?.trim() || lists.some((list) => list.isLoading))
    return { found: [], state: "searching" } as const;
  const found: NamedSubject[] = [
    ...(members.data?.data ?? []).map((member) => ({
      kind: "member" as const,
      id: member.id,
      name: memberName(member),
      email: member.email,
    })),
    ...(accounts.data?.data ?? []).map(({ id, name }) => ({ kind: "service" as const, id, name })),
    ...(keys.data?.data ?? []).map(({ id, name }) => ({ kind: "key" as const, id, name })),
  ];
  const hasMore = lists.some((list) => list.data?.page.has_more);
  return { found, state: hasMore ? ("more" as const) : ("done" as const) };
}

/** What was typed, once typing pauses; an emptied text at once. */
function useSettled(text: string | undefined): string | undefined {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text ? TYPING_PAUSE_MS : 0);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
