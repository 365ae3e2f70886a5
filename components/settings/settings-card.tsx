import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import { cn } from "@/components/ui/cn";
import { Card } from "@/components/ui/display/card";
import { FormError } from "@/components/ui/forms/form-error";
import { SettingsFormFooter } from "@/components/ui/forms/settings-form-footer";
import type { ApiForm } from "@/components/ui/forms/use-api-form";

type Props<Input extends FieldValues, Output> = {
  apiForm: ApiForm<Input, Output>;
  title: string;
  description: string;
  /** Without it the fields are shown and shut. */
  mayUpdate: boolean;
  /** Width and columns of the fields. */
  className: string;
  children: ReactNode;
};

/** One topic of the workspace's settings, saved or discarded as a whole. */
export function SettingsCard<Input extends FieldValues, Output>({
  apiForm: { form, formProps, failure, isSubmitting },
  title,
  description,
  mayUpdate,
  className,
  children,
}: Props<Input, Output>) {
  const t = useTranslations("settings.general");
  return (
    <form {...formProps}>
      <Card
        title={title}
        description={description}
        footer={
          mayUpdate ? (
            <SettingsFormFooter
              isDirty={form.formState.isDirty}
              isSubmitting={isSubmitting}
              onDiscard={() => form.reset()}
              saveLabel={t("save")}
            />
          ) : (
            t("readOnly")
          )
        }
      >
        <fieldset disabled={!mayUpdate} className={cn("grid gap-4", className)}>
          <legend className="sr-only">{title}</legend>
          <FormError failure={failure} />
          {children}
        </fieldset>
      </Card>
    </form>
  );
}
