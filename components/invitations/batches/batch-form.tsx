"use client";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { previewBatch } from "@/components/invitations/batches/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { type BatchInput, type BatchPreview, MAX_BATCH_BYTES } from "@/lib/access/invitations/batches/schema";

type Props = {
  roles: readonly RoleChoice[];
  /** What was written before, when somebody comes back from the preview. */
  wish: BatchInput | undefined;
  onPreview: (wish: BatchInput, preview: BatchPreview) => void;
};

/** The list itself: pasted, or a file. Nothing is sent from here. */
export function BatchForm({ roles, wish, onPreview }: Props) {
  const t = useTranslations("invitations.batch");
  const roleName = useRoleName(roles);
  const [text, setText] = useState(wish?.text ?? "");
  const [problem, setProblem] = useState<string>();
  const form = useNativeForm({
    submit: async ({ role = "" }) => {
      const next = { text, role };
      return { next, preview: await previewBatch(next) };
    },
    onSuccess: async ({ next, preview }) => onPreview(next, preview),
  });
  const readFile = async (file: File | undefined) => {
    if (!file) return;
    const isTooLarge = file.size > MAX_BATCH_BYTES;
    setProblem(isTooLarge ? t("tooLarge") : undefined);
    if (!isTooLarge) setText(await file.text());
  };
  return (
    <form
      {...form.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const found = text.trim() === "" ? t("none") : undefined;
        setProblem(found);
        if (!found) form.formProps.onSubmit(event);
      }}
      className="grid max-w-3xl gap-4"
    >
      <Field label={t("file")} hint={t("fileHint")}>
        <Input
          type="file"
          className="py-1"
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => void readFile(event.target.files?.[0])}
        />
      </Field>
      <Field label={t("text")} hint={t("textHint")} error={problem ?? form.errorOf("text")}>
        <Textarea
          name="text"
          rows={8}
          mono
          value={text}
          onChange={(event) => setText(event.target.value)}
          spellCheck={false}
          autoCapitalize="none"
        />
      </Field>
      <Field label={t("role")} hint={t("roleHint")} error={form.errorOf("role")}>
        <Select
          name="role"
          defaultValue={wish?.role ?? roles.at(-1)?.key}
          options={roles.map((role) => ({ value: role.key, label: roleName(role.key) }))}
        />
      </Field>
      <FormError failure={form.failure} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={form.isSubmitting}>
          {t("check")}
        </Button>
        <ButtonLink external href="/api/v1/invitation-batches/template" download variant="ghost">
          <Download aria-hidden="true" className="size-4" />
          {t("template")}
        </ButtonLink>
      </div>
    </form>
  );
}
