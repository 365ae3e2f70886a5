"use client";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useSsoActions } from "@/components/sso/sso-actions";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import type { SsoConnectionDto } from "@/lib/access/single-sign-on/schema";

type Props = { connection: Pick<SsoConnectionDto, "id" | "oidc">; mayManage: boolean };

const schema = z.object({
  issuer: z.string().trim().min(1),
  client_id: z.string().trim().min(1),
  client_secret: z.string(),
  scopes: z.string().trim().min(1),
});

/** The provider's side in OpenID Connect. */
export function OidcForm({ connection, mayManage }: Props) {
  const t = useTranslations("sso.theirs");
  const actions = useSsoActions(connection.id);
  const stepUp = useStepUp();
  const kept = connection.oidc;
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema,
    defaultValues: {
      issuer: kept?.issuer ?? "",
      client_id: kept?.client_id ?? "",
      client_secret: "",
      scopes: kept?.scopes ?? "openid email profile",
    },
    submit: ({ client_secret: secret, ...rest }) =>
      stepUp.run(() => actions.saveProvider({ oidc: { ...rest, ...(secret && { client_secret: secret }) } })),
    onSuccess: () => {
      form.setValue("client_secret", "");
      toast.success(t("saved"));
      actions.refresh();
    },
    fieldOf: {
      "oidc.issuer": "issuer",
      "oidc.client_id": "client_id",
      "oidc.client_secret": "client_secret",
      "oidc.scopes": "scopes",
    },
  });
  return (
    <>
      <form {...formProps} className="grid gap-4">
        <Field label={t("issuer")} hint={t("issuerHint")} error={errorOf("issuer")} required>
          <Input {...form.register("issuer")} type="url" autoComplete="off" readOnly={!mayManage} />
        </Field>
        <Field label={t("clientId")} error={errorOf("client_id")} required>
          <Input {...form.register("client_id")} autoComplete="off" readOnly={!mayManage} />
        </Field>
        {mayManage ? (
          <Field
            label={t("clientSecret")}
            hint={kept?.has_client_secret ? t("secretKept") : undefined}
            error={errorOf("client_secret")}
          >
            <PasswordInput {...form.register("client_secret")} autoComplete="off" />
          </Field>
        ) : null}
        <Field label={t("scopes")} error={errorOf("scopes")} required>
          <Input {...form.register("scopes")} autoComplete="off" readOnly={!mayManage} />
        </Field>
        <FormError failure={failure} />
        {mayManage ? (
          <div>
            <Button type="submit" variant="primary" loading={isSubmitting}>
              {t("save")}
            </Button>
          </div>
        ) : null}
      </form>
      {stepUp.dialog}
    </>
  );
}
