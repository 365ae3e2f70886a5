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
import { type DomainDto, domainInput } from "@/lib/lifecycle/domains/schema";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Asks for a host name; what to do with it is on its card. */
export function AddDomainDialog({ open, onOpenChange }: Props) {
  const t = useTranslations("domains");
  const router = useRouter();
  const formId = useId();
  const { form, onSubmit, errorOf, failure, isSubmitting } = useApiForm<
    z.input<typeof domainInput>,
    z.output<typeof domainInput>,
    DomainDto
  >({
    schema: domainInput,
    defaultValues: { hostname: "" },
    submit: (body) => api.post<DomainDto>("/domains", { body }),
    onSuccess: ({ hostname }) => {
      onOpenChange(false);
      form.reset({ hostname: "" });
      toast.success(t("added", { hostname }));
      router.refresh();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("form.title")}
      description={t("form.description")}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("form.cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            {t("form.submit")}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="grid gap-4">
        <FormError failure={failure} />
        <Field label={t("form.hostname")} hint={t("form.hint")} error={errorOf("hostname")} required>
          <Input
            {...form.register("hostname")}
            placeholder="portal.example.com"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
      </form>
    </Dialog>
  );
}
