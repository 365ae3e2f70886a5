"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useSsoActions } from "@/components/sso/sso-actions";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { CodeBlock } from "@/components/ui/display/code-block";
import { DescriptionList } from "@/components/ui/display/description-list";
import { Alert } from "@/components/ui/feedback/alert";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { SsoTestDto } from "@/lib/access/single-sign-on/schema";
import type { SetupConnection } from "@/lib/access/single-sign-on/setup-links/schema";
import type { SsoClaims } from "@/lib/auth/sso/schema";
import { formatUtc } from "@/lib/core/format";

type Props = { connection: SetupConnection; mayManage: boolean; title?: string };

const POLL_MS = 1_500;

/** A real round trip in a tab of its own; it signs nobody in and saves nothing but that it went well. */
export function TestStep({ connection, mayManage, title }: Props) {
  const t = useTranslations("sso.test");
  const locale = useFormatLocale();
  const actions = useSsoActions(connection.id);
  const showFailure = useFailureToast();
  const [test, setTest] = useState<SsoTestDto>();
  const isComplete = connection.oidc !== null || connection.saml !== null;
  const { data: shown } = useQuery({
    queryKey: ["sso-test", test?.id],
    queryFn: ({ signal }) => actions.readTest(test?.id ?? "", signal),
    enabled: test !== undefined,
    refetchInterval: (query) => (query.state.data?.status === "waiting" ? POLL_MS : false),
  });
  const status = shown?.status;
  const refresh = useEffectEvent(() => actions.refresh());
  useEffect(() => {
    if (status === "succeeded") refresh();
  }, [status]);
  const begin = async () => {
    try {
      setTest(await actions.startTest());
    } catch (error) {
      showFailure(error);
    }
  };
  return (
    <Card
      id="test"
      title={title ?? t("title")}
      description={t("description")}
      footer={
        mayManage ? (
          <>
            <span>
              {connection.tested_at ? t("last", { when: formatUtc(connection.tested_at, locale) }) : null}
            </span>
            <Button disabled={!isComplete} onClick={() => void begin()}>
              {t(test ? "again" : "begin")}
            </Button>
          </>
        ) : undefined
      }
    >
      <div className="grid gap-4" aria-live="polite">
        {!isComplete ? <p className="text-fg-muted text-sm">{t("incomplete")}</p> : null}
        {test?.url && (!shown || shown.status === "waiting") ? (
          <Alert
            tone="info"
            action={
              <ButtonLink href={test.url} external target="_blank" variant="primary" size="sm">
                {t("open")}
              </ButtonLink>
            }
          >
            {t("waiting")}
          </Alert>
        ) : null}
        {shown?.status === "succeeded" && shown.claims ? <Claims claims={shown.claims} /> : null}
        {shown?.status === "failed" ? (
          <Alert tone="danger" title={t("failed")}>
            {shown.detail}
          </Alert>
        ) : null}
        {shown?.status === "expired" ? <Alert tone="warning">{t("expired")}</Alert> : null}
      </div>
    </Card>
  );
}

function Claims({ claims }: { claims: SsoClaims }) {
  const t = useTranslations("sso.test");
  return (
    <div className="grid gap-4">
      <Alert tone="success">{t("succeeded")}</Alert>
      <DescriptionList
        items={[
          { key: "subject", term: t("subject"), value: claims.subject },
          { key: "email", term: t("email"), value: claims.email ?? t("none") },
          {
            key: "name",
            term: t("name"),
            value: `${claims.first_name} ${claims.last_name}`.trim() || t("none"),
          },
          { key: "groups", term: t("groups"), value: claims.groups.join(", ") || t("none") },
          { key: "factor", term: t("factor"), value: t(claims.second_factor ? "yes" : "no") },
        ]}
      />
      <CodeBlock label={t("raw")} code={JSON.stringify(claims.raw, null, 2)} />
    </div>
  );
}
