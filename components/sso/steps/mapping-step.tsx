"use client";
import { Plus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useFieldArray } from "react-hook-form";
import * as z from "zod";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import type { SsoConnectionDto } from "@/lib/access/single-sign-on/schema";
import { api } from "@/lib/api/client";
import { attributeNames, groupRole, SECOND_FACTORS } from "@/lib/auth/sso/schema";

type Props = {
  connection: SsoConnectionDto;
  roles: readonly { key: string; name: string }[];
  mayManage: boolean;
};

const schema = z.object({
  attributes: attributeNames,
  group_roles: z.array(groupRole),
  default_role: z.string(),
  jit: z.boolean(),
  second_factor: z.enum(SECOND_FACTORS),
});
const NAMES = ["email", "first_name", "last_name", "groups"] as const;

/** What the provider calls things, who may join, and which role people get. */
export function MappingStep({ connection, roles, mayManage }: Props) {
  const t = useTranslations("sso.mapping");
  const router = useRouter();
  const stepUp = useStepUp();
  const { attributes, group_roles, default_role, jit, second_factor } = connection;
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema,
    defaultValues: { attributes, group_roles, default_role, jit, second_factor },
    submit: (body) =>
      stepUp.run(() => api.put<SsoConnectionDto>(`/sso-connections/${connection.id}`, { body })),
    onSuccess: () => {
      toast.success(t("saved"));
      router.refresh();
    },
  });
  const rules = useFieldArray({ control: form.control, name: "group_roles" });
  const roleOptions = roles.map(({ key, name }) => ({ value: key, label: name }));
  return (
    <Card id="mapping" title={t("title")} description={t("description")}>
      <form {...formProps} className="grid gap-5">
        <fieldset disabled={!mayManage} className="grid gap-4 sm:grid-cols-2">
          {NAMES.map((name) => (
            <Field key={name} label={t(`attributes.${name}`)} error={errorOf(`attributes.${name}`)}>
              <Input {...form.register(`attributes.${name}`)} autoComplete="off" spellCheck={false} />
            </Field>
          ))}
        </fieldset>
        <fieldset disabled={!mayManage} className="grid gap-3">
          <legend className="mb-1 font-medium text-sm">{t("groups")}</legend>
          {rules.fields.map((rule, index) => (
            <div key={rule.id} className="flex items-start gap-2">
              <Field
                label={t("group")}
                hideLabel
                className="flex-1"
                error={errorOf(`group_roles.${index}.group`)}
              >
                <Input {...form.register(`group_roles.${index}.group`)} placeholder={t("group")} />
              </Field>
              <Field label={t("role")} hideLabel className="flex-1">
                <Select {...form.register(`group_roles.${index}.role`)} options={roleOptions} />
              </Field>
              <IconButton icon={<X />} label={t("removeRule")} onClick={() => rules.remove(index)} />
            </div>
          ))}
          {mayManage ? (
            <div>
              <Button variant="ghost" onClick={() => rules.append({ group: "", role: default_role })}>
                <Plus aria-hidden="true" className="size-4" />
                {t("addRule")}
              </Button>
            </div>
          ) : null}
        </fieldset>
        <fieldset disabled={!mayManage} className="grid gap-4">
          <Field label={t("jit")} hint={t("jitHint")} layout="row">
            <Checkbox
              checked={form.watch("jit")}
              onChange={(event) => form.setValue("jit", event.target.checked, { shouldDirty: true })}
            />
          </Field>
          <Field label={t("defaultRole")} hint={t("defaultRoleHint")} error={errorOf("default_role")}>
            <Select {...form.register("default_role")} options={roleOptions} />
          </Field>
          <Field label={t("secondFactor")} hint={t("secondFactorHint")}>
            <Select
              {...form.register("second_factor")}
              options={SECOND_FACTORS.map((value) => ({ value, label: t(`factors.${value}`) }))}
            />
          </Field>
        </fieldset>
        <FormError failure={failure} />
        {mayManage ? (
          <div>
            {/* Leaving a field checks it, which may move this button away from under a pressed pointer. */}
            <Button
              type="submit"
              variant="primary"
              loading={isSubmitting}
              onMouseDown={(event) => event.preventDefault()}
            >
              {t("save")}
            </Button>
          </div>
        ) : null}
      </form>
      {stepUp.dialog}
    </Card>
  );
}
