"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { PictureField } from "@/components/auth/profile/picture-field";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { api } from "@/lib/api/client";
import { type Me, nameField } from "@/lib/auth/schema";

const schema = z.object({ first_name: nameField, last_name: nameField });

/** The person's name. */
export function PersonalCard({ me }: { me: Me }) {
  const t = useTranslations("profile.personal");
  const router = useRouter();
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema,
    defaultValues: { first_name: me.first_name, last_name: me.last_name },
    submit: (body) => api.put<Me>("/me", { body }),
    onSuccess: () => {
      toast.success(t("saved"));
      router.refresh();
    },
  });
  return (
    <form {...formProps}>
      <Card
        title={t("title")}
        description={t("description")}
        footer={
          <>
            <span />
            <Button type="submit" variant="primary" loading={isSubmitting}>
              {t("save")}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <PictureField me={me} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("firstName")} error={errorOf("first_name")} required>
              <Input {...form.register("first_name")} autoComplete="given-name" />
            </Field>
            <Field label={t("lastName")} error={errorOf("last_name")} required>
              <Input {...form.register("last_name")} autoComplete="family-name" />
            </Field>
          </div>
          <FormError failure={failure} />
        </div>
      </Card>
    </form>
  );
}
