"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { agentList, changeAgent } from "@/components/agents/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Textarea } from "@/components/ui/forms/textarea";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import type { AgentDto } from "@/lib/agents/schema";

type Props = { agent: Pick<AgentDto, "id" | "name" | "description">; onClose: () => void };

/** Changes an agent's name and description. */
export function RenameAgentDialog({ agent, onClose }: Props) {
  const t = useTranslations("agents.rename");
  const tConfirm = useTranslations("ui.confirm");
  const formId = useId();
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
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { name: agent.name })}
      footer={
        <>
          <Button onClick={onClose}>{tConfirm("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={form.isSubmitting}>
            {t("submit")}
          </Button>
        </>
      }
    >
      <form id={formId} {...form.formProps} className="grid gap-4">
        <Field label={t("name")} error={form.errorOf("name")} required>
          <Input name="name" defaultValue={agent.name} required maxLength={100} autoComplete="off" />
        </Field>
        <Field label={t("note")} optionalLabel={t("optional")} error={form.errorOf("description")}>
          <Textarea name="description" defaultValue={agent.description} maxLength={500} />
        </Field>
        <FormError failure={form.failure} />
      </form>
    </Dialog>
  );
}
