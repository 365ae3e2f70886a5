"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { DnsRecord } from "@/components/domains/dns-record";
import { type SsoActions, useSsoActions } from "@/components/sso/sso-actions";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useApiForm } from "@/components/ui/forms/use-api-form";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { type SsoConnectionDto, type SsoDomainDto, ssoDomainInput } from "@/lib/access/single-sign-on/schema";

type Props = { connection: Pick<SsoConnectionDto, "id" | "domains">; mayManage: boolean };

const TONES = { pending: "info", verified: "success", failing: "warning" } as const;

/** Which addresses lead to this provider, each domain proved by a TXT record. */
export function DomainsStep({ connection, mayManage }: Props) {
  const t = useTranslations("sso.domains");
  const actions = useSsoActions(connection.id);
  const { form, formProps, errorOf, failure, isSubmitting } = useApiForm({
    schema: ssoDomainInput,
    defaultValues: { domain: "" },
    submit: actions.addDomain,
    onSuccess: () => {
      form.reset({ domain: "" });
      actions.refresh();
    },
  });
  return (
    <Card id="domains" title={t("title")} description={t("description")}>
      <div className="grid gap-5">
        {connection.domains.map((domain) => (
          <DomainRow key={domain.id} domain={domain} actions={actions} mayManage={mayManage} />
        ))}
        {mayManage ? (
          <form {...formProps} className="grid gap-3">
            <Field label={t("add")} error={errorOf("domain")} required>
              <Input
                {...form.register("domain")}
                placeholder="example.com"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            </Field>
            <FormError failure={failure} />
            <div>
              <Button type="submit" loading={isSubmitting}>
                {t("submit")}
              </Button>
            </div>
          </form>
        ) : null}
      </div>
    </Card>
  );
}

type RowProps = { domain: SsoDomainDto; actions: SsoActions; mayManage: boolean };

function DomainRow({ domain, actions, mayManage }: RowProps) {
  const t = useTranslations("sso.domains");
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [isChecking, setIsChecking] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const check = async () => {
    setIsChecking(true);
    try {
      const answer = await actions.checkDomain(domain.id);
      if (answer.last_result === "verified") toast.success(t("verified", { domain: domain.domain }));
      actions.refresh();
    } catch (error) {
      showFailure(error);
    }
    setIsChecking(false);
  };
  const { status, last_result: result } = domain;
  const { removeDomain } = actions;
  return (
    <section className="grid gap-3 rounded-md border p-3" aria-label={domain.domain}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="break-all font-mono text-sm">{domain.domain}</span>
        <StatusDot tone={TONES[status]}>{t(`status.${status}`)}</StatusDot>
      </div>
      {status !== "verified" && result && result !== "verified" ? (
        <Alert tone={result === "taken" ? "danger" : "info"} role="status">
          {t(`result.${result}`)}
        </Alert>
      ) : null}
      {status === "verified" ? null : <DnsRecord type="TXT" {...domain.record} />}
      {mayManage ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant={status === "verified" ? "secondary" : "primary"}
            loading={isChecking}
            onClick={() => void check()}
          >
            {t("check")}
            <span className="sr-only">: {domain.domain}</span>
          </Button>
          {removeDomain ? (
            <Button variant="ghost" onClick={() => setIsRemoving(true)}>
              {t("remove")}
              <span className="sr-only">: {domain.domain}</span>
            </Button>
          ) : null}
        </div>
      ) : null}
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={t("removeTitle", { domain: domain.domain })}
        description={t("removeDescription")}
        confirmLabel={t("remove")}
        onConfirm={async () => {
          await stepUp.run(async () => removeDomain?.(domain.id));
          actions.refresh();
        }}
      />
      {stepUp.dialog}
    </section>
  );
}
