"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { PictureField } from "@/components/auth/profile/picture-field";
import { SaveCard } from "@/components/auth/profile/save-card";
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
  const apiForm = useApiForm({
    schema,
    defaultValues: { first_name: me.first_name, last_name: me.last_name },
    submit: (body) => api.put<Me>("/me", { body }),
    onSuccess: () => {
      toast.success(t("saved"));
      router.refresh();
    },
  });
  const { form, errorOf, failure } = apiForm;
  return (
    <SaveCard form={apiForm} title={t("title")} description={t("description")} save={t("save")}>
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
    </SaveCard>
  );
}
