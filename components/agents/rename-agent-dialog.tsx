"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { agentList, changeAgent } from "@/components/agents/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { AgentDto } from "@/lib/agents/schema";

type Props = { agent: Pick<AgentDto, "id" | "name" | "description">; onClose: () => void };

/** Changes an agent's name and description. */
export function RenameAgentDialog({ agent, onClose }: Props) {
  const t = useTranslations("agents.rename");
  const client = useQueryClient();
  const router = useRouter();
  const form = useNativeForm({
    submit: ({ name = "", description = "" }) => changeAgent(agent.id, { name, description }),
    onSuccess: async () => {
      toast.success(t("done"));
      onClose();
      router.refresh();
      await client.invalidateQueries({ queryKey: agentList.key });
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { name: agent.name })}
      form={form}
      confirmLabel={t("submit")}
    >
      <Field label={t("name")} error={form.errorOf("name")} required>
        <Input name="name" defaultValue={agent.name} required maxLength={100} autoComplete="off" />
      </Field>
      <Field label={t("note")} optionalLabel={t("optional")} error={form.errorOf("description")}>
        <Textarea name="description" defaultValue={agent.description} maxLength={500} />
      </Field>
    </FormDialog>
  );
}
