"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { askForAccess } from "@/components/receipts/queries";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";

/** Asks the people who can change it, with one click. */
export function RequestForm({ receiptId }: { receiptId: string }) {
  const t = useTranslations("receipts.ask");
  const router = useRouter();
  const form = useNativeForm({
    submit: (values) => askForAccess(receiptId, values.note ?? ""),
    onSuccess: () => {
      toast.success(t("sent"));
      router.refresh();
    },
  });
  return (
    <form {...form.formProps}>
      <Card
        title={t("title")}
        description={t("description")}
        footer={
          <>
            {t("mailed")}
            <Button type="submit" variant="primary" loading={form.isSubmitting}>
              {t("submit")}
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          <FormError failure={form.failure} />
          <Field
            label={t("note")}
            optionalLabel={t("optional")}
            hint={t("noteHint")}
            error={form.errorOf("note")}
          >
            <Input name="note" maxLength={300} autoComplete="off" />
          </Field>
        </div>
      </Card>
    </form>
  );
}
