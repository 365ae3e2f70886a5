"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import { cloneInput } from "@/lib/back-office/transfers/schema";

type Props = {
  tenant: { id: string; name: string; slug: string };
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Asks for the sandbox's address and starts the copy. */
export function CloneDialog({ tenant, open, onOpenChange }: Props) {
  const t = useTranslations("data.transfer");
  const router = useRouter();
  const apiForm = useApiForm({
    schema: cloneInput,
    defaultValues: { slug: `${tenant.slug.slice(0, 32)}-sandbox`, name: `${tenant.name} (sandbox)` },
    submit: (body) => api.post(`/admin/tenants/${tenant.id}/clones`, { body }),
    onSuccess: () => {
      onOpenChange(false);
      toast.success(t("started"));
      router.refresh();
    },
  });
  const { form, errorOf } = apiForm;
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("cloneTitle", { name: tenant.name })}
      description={t("cloneDescription")}
      form={apiForm}
      confirmLabel={t("cloneConfirm")}
    >
      <Field label={t("name")} error={errorOf("name")} required>
        <Input {...form.register("name")} maxLength={100} />
      </Field>
      <Field label={t("slug")} error={errorOf("slug")} required>
        <Input {...form.register("slug")} maxLength={40} spellCheck={false} autoCapitalize="none" />
      </Field>
    </FormDialog>
  );
}
