"use client";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { CopyRow } from "@/components/sso/steps/copy-row";
import { OidcForm } from "@/components/sso/steps/oidc-form";
import { SamlForm } from "@/components/sso/steps/saml-form";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import type { SetupConnection } from "@/lib/access/single-sign-on/setup-links/schema";
import { formatDate } from "@/lib/core/format";

type Props = { connection: SetupConnection; mayManage: boolean };

const DAY_MS = 86_400_000;
const WARN_DAYS = 30;

/** What the provider is told of us, and what it tells us. */
export function ExchangeStep({ connection, mayManage }: Props) {
  const t = useTranslations("sso");
  const { ours, kind, preset } = connection;
  const rows =
    kind === "oidc"
      ? [{ label: t("ours.redirect"), value: ours.redirect_uri }]
      : [
          { label: t("ours.acs"), value: ours.acs_url },
          { label: t("ours.entity"), value: ours.entity_id },
          { label: t("ours.metadata"), value: ours.metadata_url },
        ];
  return (
    <Card
      id="exchange"
      title={t("steps.exchange.title")}
      description={t(`guide.${preset}`, { kind: t(`kinds.${kind}`) })}
    >
      <div className="grid gap-6">
        <CertificateNote connection={connection} />
        <section className="grid gap-2">
          <h3 className="font-medium text-sm">{t("ours.title")}</h3>
          <dl className="divide-y rounded-md border bg-inset text-sm">
            {rows.map((row) => (
              <CopyRow key={row.label} {...row} />
            ))}
          </dl>
        </section>
        <section className="grid gap-3">
          <h3 className="font-medium text-sm">{t("theirs.title")}</h3>
          {kind === "oidc" ? (
            <OidcForm connection={connection} mayManage={mayManage} />
          ) : (
            <SamlForm connection={connection} mayManage={mayManage} />
          )}
        </section>
      </div>
    </Card>
  );
}

function CertificateNote({ connection }: { connection: SetupConnection }) {
  const t = useTranslations("sso.certificate");
  const locale = useFormatLocale();
  const ends = connection.certificate_expires_at;
  if (!ends) return null;
  const days = Math.ceil((Date.parse(ends) - Date.now()) / DAY_MS);
  if (days > WARN_DAYS) return null;
  return (
    <Alert tone={days <= 0 ? "danger" : "warning"}>
      {t(days <= 0 ? "expired" : "expires", { when: formatDate(ends, locale), days })}
    </Alert>
  );
}
