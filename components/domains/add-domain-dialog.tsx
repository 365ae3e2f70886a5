"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import { type DomainDto, domainInput } from "@/lib/lifecycle/domains/schema";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Asks for a host name; what to do with it is on its card. */
export function AddDomainDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("domains");
  const router = useRouter();
  const stepUp = useStepUp();
  const apiForm = useApiForm({
    schema: domainInput,
    defaultValues: { hostname: "" },
    submit: (body) => stepUp.run(() => api.post<DomainDto>("/domains", { body })),
    onSuccess: ({ hostname }, form) => {
      onOpenChange(false);
      form.reset({ hostname: "" });
      toast.success(t("added", { hostname }));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <>
      <FormDialog
        open={open}
        onOpenChange={onOpenChange}
        title={t("form.title")}
        description={t("form.description")}
        form={apiForm}
        confirmLabel={t("form.submit")}
      >
        <Field label={t("form.hostname")} hint={t("form.hint")} error={errorOf("hostname")} required>
          <Input
            {...form.register("hostname")}
            placeholder="portal.example.com"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
