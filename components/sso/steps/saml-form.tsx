"use client";
import { useTranslations } from "next-intl";
import * as z from "zod";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useSsoActions } from "@/components/sso/sso-actions";
import { Button } from "@/components/ui/actions/button";
import { DescriptionList } from "@/components/ui/display/description-list";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { Textarea } from "@/components/ui/forms/textarea";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import type { SsoConnectionDto } from "@/lib/access/single-sign-on/schema";
import { SIGNED_PARTS } from "@/lib/auth/sso/schema";
import { formatDate } from "@/lib/core/format";

type Props = { connection: Pick<SsoConnectionDto, "id" | "saml">; mayManage: boolean };

const schema = z.object({
  metadata_url: z.string().trim(),
  metadata_xml: z.string(),
  signed_part: z.enum(SIGNED_PARTS),
  sign_requests: z.boolean(),
});

/** The provider's side in SAML: its metadata, by address, by file or pasted. */
export function SamlForm({ connection, mayManage }: Props) {
  const t = useTranslations("sso.theirs");
  const actions = useSsoActions(connection.id);
  const stepUp = useStepUp();
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema,
    defaultValues: {
      metadata_url: "",
      metadata_xml: "",
      signed_part: connection.saml?.signed_part ?? "assertion",
      sign_requests: connection.saml?.sign_requests ?? false,
    },
    submit: ({ metadata_url: url, metadata_xml: xml, ...rest }) =>
      stepUp.run(() =>
        actions.saveProvider({
          saml: { ...rest, ...(xml ? { metadata_xml: xml } : url && { metadata_url: url }) },
        }),
      ),
    onSuccess: () => {
      form.setValue("metadata_url", "");
      form.setValue("metadata_xml", "");
      toast.success(t("saved"));
      actions.refresh();
    },
    fieldOf: {
      "saml.metadata_url": "metadata_url",
      "saml.metadata_xml": "metadata_xml",
      "saml.entity_id": "metadata_url",
      "saml.sso_url": "metadata_url",
      "saml.certificates": "metadata_url",
    },
  });
  const readFile = async (file: File | undefined) => {
    if (file) form.setValue("metadata_xml", await file.text(), { shouldDirty: true });
  };
  return (
    <>
      {connection.saml ? <Kept saml={connection.saml} /> : null}
      {mayManage ? (
        <form {...formProps} className="grid gap-4">
          <Field label={t("metadataUrl")} hint={t("metadataUrlHint")} error={errorOf("metadata_url")}>
            <Input {...form.register("metadata_url")} type="url" autoComplete="off" />
          </Field>
          <Field label={t("metadataFile")}>
            <Input
              type="file"
              accept=".xml,text/xml,application/xml"
              onChange={(event) => void readFile(event.target.files?.[0])}
            />
          </Field>
          <Field label={t("metadataXml")} error={errorOf("metadata_xml")}>
            <Textarea {...form.register("metadata_xml")} mono rows={4} spellCheck={false} />
          </Field>
          <Field label={t("signedPart")} hint={t("signedPartHint")} error={errorOf("signed_part")}>
            <Select
              {...form.register("signed_part")}
              options={SIGNED_PARTS.map((value) => ({ value, label: t(`signed.${value}`) }))}
            />
          </Field>
          <Field label={t("signRequests")} hint={t("signRequestsHint")} layout="row">
            <Checkbox
              checked={form.watch("sign_requests")}
              onChange={(event) =>
                form.setValue("sign_requests", event.target.checked, { shouldDirty: true })
              }
            />
          </Field>
          <FormError failure={failure} />
          <div>
            <Button type="submit" variant="primary" loading={isSubmitting}>
              {t("save")}
            </Button>
          </div>
        </form>
      ) : null}
      {stepUp.dialog}
    </>
  );
}

function Kept({ saml }: { saml: NonNullable<SsoConnectionDto["saml"]> }) {
  const t = useTranslations("sso.theirs");
  const locale = useFormatLocale();
  const certificates = saml.certificates.map(({ fingerprint, not_after }) => (
    <p key={fingerprint} className="break-all">
      <span className="font-mono text-xs">{fingerprint}</span>{" "}
      <span className="text-fg-muted">{t("until", { when: formatDate(not_after, locale) })}</span>
    </p>
  ));
  return (
    <DescriptionList
      items={[
        { key: "entity", term: t("entityId"), value: <span className="break-all">{saml.entity_id}</span> },
        { key: "url", term: t("ssoUrl"), value: <span className="break-all">{saml.sso_url}</span> },
        { key: "certificates", term: t("certificates"), value: certificates },
      ]}
    />
  );
}
