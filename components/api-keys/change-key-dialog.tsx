"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { KeyAddressesField } from "@/components/api-keys/key-addresses-field";
import { KeyRateField } from "@/components/api-keys/key-rate-field";
import { apiKeyList, changeApiKey } from "@/components/api-keys/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { type ApiKeyDto, apiKeyChange } from "@/lib/access/api-keys/schema";

/** A key's name, the addresses that it may be used from, and how often. */
export function ChangeKeyDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const t = useTranslations("apiKeys");
  const client = useQueryClient();
  const stepUp = useStepUp();
  const form = useApiForm({
    schema: apiKeyChange,
    defaultValues: {
      name: apiKey.name,
      ip_allowlist: apiKey.ip_allowlist,
      rate_per_minute: apiKey.rate_per_minute,
    },
    submit: (values) => stepUp.run(() => changeApiKey(apiKey.id, values)),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries({ queryKey: apiKeyList.key });
      toast.success(t("change.done", { name }));
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("change.title", { name: apiKey.name })}
        description={t("change.description")}
        form={{ ...form, failure: form.failure }}
        confirmLabel={t("change.submit")}
      >
        <Field label={t("form.name")} error={form.errorOf("name")}>
          <Input {...form.form.register("name")} autoComplete="off" maxLength={100} />
        </Field>
        <KeyAddressesField
          initial={apiKey.ip_allowlist}
          onChange={(next) => form.form.setValue("ip_allowlist", next, { shouldDirty: true })}
          errorOf={(row) => form.errorOf(row === null ? "ip_allowlist" : `ip_allowlist.${row}`)}
        />
        <KeyRateField
          initial={apiKey.rate_per_minute}
          onChange={(rate) => form.form.setValue("rate_per_minute", rate, { shouldDirty: true })}
          error={form.errorOf("rate_per_minute")}
        />
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
