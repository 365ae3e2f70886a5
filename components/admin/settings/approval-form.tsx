"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { savePlatformSettings } from "@/components/admin/approvals/queries";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { FormError } from "@/components/ui/forms/form-error";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { SettingsFormFooter } from "@/components/ui/forms/settings-form-footer";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { type PlatformSettingsDto, platformSettingsInput } from "@/lib/back-office/settings/schema";

/** Whether new workspaces open at once or wait for staff. */
export function ApprovalForm({ settings }: { settings: PlatformSettingsDto }) {
  const t = useTranslations("approvals.settings");
  const router = useRouter();
  const { form, formProps, failure, isSubmitting } = useApiForm({
    schema: platformSettingsInput,
    defaultValues: settings,
    submit: savePlatformSettings,
    onSuccess: () => {
      toast.success(t("saved"));
      router.refresh();
    },
  });
  return (
    <form {...formProps}>
      <Card
        title={t("approval.title")}
        description={t("approval.description")}
        footer={
          <SettingsFormFooter
            isDirty={form.formState.isDirty}
            isSubmitting={isSubmitting}
            onDiscard={() => form.reset()}
            saveLabel={t("save")}
          />
        }
      >
        <FormError failure={failure} />
        <Controller
          control={form.control}
          name="tenant_approval"
          render={({ field }) => (
            <RadioGroup
              variant="cards"
              legend={t("approval.title")}
              hideLegend
              name={field.name}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                {
                  value: "auto",
                  label: t("approval.auto"),
                  description: t("approval.autoDescription"),
                },
                {
                  value: "review",
                  label: t("approval.review"),
                  description: t("approval.reviewDescription"),
                },
              ]}
            />
          )}
        />
      </Card>
    </form>
  );
}
