"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { GalleryEntry } from "@/components/agents/agent-gallery";
import { AgentIcon } from "@/components/agents/agent-icon";
import { agentList, createAgent } from "@/components/agents/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";

type Props = {
  id: string;
  entry: GalleryEntry;
  onSending: (isSending: boolean) => void;
  onCreated: () => void;
};

/** Name and description of a new agent. */
export function NewAgentForm({ id, entry, onSending, onCreated }: Props) {
  const t = useTranslations("agents.dialog");
  const locale = useLocale();
  const client = useQueryClient();
  const router = useRouter();
  const form = useNativeForm({
    submit: async ({ name = "", description = "" }) => {
      onSending(true);
      try {
        return await createAgent({ catalogue_key: entry.key, name, description });
      } finally {
        onSending(false);
      }
    },
    onSuccess: async (agent) => {
      toast.success(t("done", { name: agent.name }));
      onCreated();
      router.refresh();
      await client.invalidateQueries({ queryKey: agentList.key });
    },
  });
  return (
    <form id={id} {...form.formProps} className="grid gap-4">
      <p className="flex items-center gap-3 rounded-lg border bg-inset p-3">
        <AgentIcon catalogueKey={entry.key} />
        <span className="grid">
          <span className="font-medium">{entry.name}</span>
          <span className="text-fg-muted text-sm">{entry.description[locale]}</span>
        </span>
      </p>
      <Field label={t("name")} error={form.errorOf("name")} required>
        <Input name="name" defaultValue={entry.name} required maxLength={100} autoComplete="off" autoFocus />
      </Field>
      <Field
        label={t("note")}
        optionalLabel={t("optional")}
        hint={t("noteHint")}
        error={form.errorOf("description")}
      >
        <Textarea name="description" maxLength={500} />
      </Field>
      <FormError failure={form.failure} />
    </form>
  );
}
