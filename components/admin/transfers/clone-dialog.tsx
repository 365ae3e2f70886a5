"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type * as z from "zod";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { Dialog } from "@/components/ui/overlays/dialog";
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
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof cloneInput>,
    z.output<typeof cloneInput>,
    unknown
  >({
    schema: cloneInput,
    defaultValues: { slug: `${tenant.slug.slice(0, 32)}-sandbox`, name: `${tenant.name} (sandbox)` },
    submit: (body) => api.post(`/admin/tenants/${tenant.id}/clones`, { body }),
    onSuccess: () => {
      onOpenChange(false);
      toast.success(t("started"));
      router.refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("cloneTitle", { name: tenant.name })}
      description={t("cloneDescription")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            {t("cloneConfirm")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <Field label={t("name")} error={errorOf("name")} required>
          <Input {...form.register("name")} maxLength={100} />
        </Field>
        <Field label={t("slug")} error={errorOf("slug")} required>
          <Input {...form.register("slug")} maxLength={40} spellCheck={false} autoCapitalize="none" />
        </Field>
      </form>
    </Dialog>
  );
}
