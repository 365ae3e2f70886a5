"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import type { NamedSubject } from "@/components/access/subject-label";
import { SubjectPicker } from "@/components/access/subject-picker";
import { usePermissionText } from "@/components/roles/use-permission-text";
import { Button } from "@/components/ui/actions/button";
import { Combobox } from "@/components/ui/forms/combobox/combobox";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";

type Props = {
  /** Whom `initial.subject` names. */
  subject: NamedSubject | null;
  permissions: readonly string[];
  initial: { subject: string; permission: string; ip: string; factor: string; sso: string; support: string };
};

/** Who and what to ask about; the address of the page is the question. */
export function AccessPicker({ subject, permissions, initial }: Props) {
  const t = useTranslations("access.picker");
  const text = usePermissionText();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [wish, setWish] = useState(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const search = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ""));
    startTransition(() => router.push(`/settings/access?${search}`));
  };
  return (
    <form onSubmit={submit} className="grid items-end gap-4 md:grid-cols-2">
      <Field label={t("subject")} hint={t("subjectHint")}>
        <SubjectPicker
          initial={subject}
          value={wish.subject}
          onValueChange={(next) => setWish({ ...wish, subject: next })}
        />
      </Field>
      <Field label={t("permission")} hint={t("permissionHint")}>
        <Combobox
          options={permissions.map((key) => ({ value: key, label: `${text.name(key)} (${key})` }))}
          value={wish.permission}
          onValueChange={(permission) => setWish({ ...wish, permission })}
          placeholder={t("permissionPlaceholder")}
        />
      </Field>
      <Field label={t("ip")} optionalLabel={t("optional")} hint={t("ipHint")}>
        <Input
          value={wish.ip}
          maxLength={45}
          onChange={(event) => setWish({ ...wish, ip: event.target.value.trim() })}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field label={t("factor")} hint={t("factorHint")}>
        <Select
          value={wish.factor}
          onChange={(event) => setWish({ ...wish, factor: event.target.value })}
          options={[
            { value: "", label: t("factorOwn") },
            { value: "yes", label: t("factorYes") },
            { value: "no", label: t("factorNo") },
          ]}
        />
      </Field>
      <Field label={t("method")} hint={t("methodHint")}>
        <Select
          value={wish.sso}
          onChange={(event) => setWish({ ...wish, sso: event.target.value })}
          options={[
            { value: "", label: t("methodOwn") },
            { value: "yes", label: t("methodYes") },
            { value: "no", label: t("methodNo") },
          ]}
        />
      </Field>
      {wish.subject === "" || wish.subject.startsWith("member:") ? (
        <Field label={t("support")} hint={t("supportHint")}>
          <Select
            value={wish.support}
            onChange={(event) => setWish({ ...wish, support: event.target.value })}
            options={[
              { value: "", label: t("supportNone") },
              { value: "read", label: t("supportRead") },
              { value: "write", label: t("supportWrite") },
            ]}
          />
        </Field>
      ) : null}
      <div className="md:col-span-2">
        <Button
          type="submit"
          variant="primary"
          loading={isPending}
          disabled={wish.subject === "" || wish.permission === ""}
        >
          {t("ask")}
        </Button>
      </div>
    </form>
  );
}
