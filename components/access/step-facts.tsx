import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import type { Explanation } from "@/lib/access/decisions/schema";
import { formatUtc } from "@/lib/core/format";

type Props = { step: Explanation["steps"][number]; explanation: Explanation };

/** What one gate looked at, in words. */
export function StepFacts({ step, explanation }: Props) {
  const t = useTranslations("access");
  const why =
    step.reason && t.has(`reasons.${step.reason}` as never) ? t(`reasons.${step.reason}` as never) : null;
  return (
    <div className="grid gap-1 text-fg-muted">
      {why ? <p>{why}</p> : null}
      <Detail step={step} explanation={explanation} />
    </div>
  );
}

function Detail({ step, explanation }: Props) {
  const t = useTranslations("access");
  const { facts } = step;
  switch (step.gate) {
    case "subject":
      return <p>{t(`facts.subject_${explanation.subject.type}`, { name: facts.name ?? "" })}</p>;
    case "api":
      return <p>{t(step.outcome === "skip" ? "facts.noKey" : "facts.api")}</p>;
    case "policy":
      return <PolicyFacts step={step} />;
    case "session":
      return <p>{t(step.outcome === "skip" ? "facts.ownSession" : "facts.supportSession")}</p>;
    case "roles":
      return <RoleSources explanation={explanation} />;
    case "key_scopes":
      return step.outcome === "skip" ? (
        <p>{t("facts.noKey")}</p>
      ) : (
        <p className="break-words">
          {facts.roles === null || facts.roles === undefined ? null : <KeyRoles keys={facts.roles} />}{" "}
          {t("facts.scopes")} <code className="font-mono text-xs">{facts.scopes}</code>
        </p>
      );
    case "status":
      return <p>{t("facts.status", { status: t(`statuses.${facts.status}` as never) })}</p>;
    case "billing":
      return <p>{t("facts.billing", { state: t(`billingStates.${facts.billing_state}` as never) })}</p>;
    case "feature":
      return (
        <p>
          {facts.feature
            ? t("facts.feature", { feature: facts.feature, plan: facts.plan ?? "" })
            : t("facts.noFeature")}
        </p>
      );
    default:
      return step.gate satisfies never;
  }
}

function PolicyFacts({ step: { facts, outcome } }: Pick<Props, "step">) {
  const t = useTranslations("access.facts");
  return (
    <>
      <p>{facts.hidden ? t("hiddenPolicy") : t(outcome === "skip" ? "noPolicy" : "policy")}</p>
      {facts.key_addresses ? <p>{t("keyAddresses", { addresses: facts.key_addresses })}</p> : null}
    </>
  );
}

function RoleSources({ explanation }: { explanation: Explanation }) {
  const t = useTranslations("access");
  const tRoles = useTranslations("roles");
  const locale = useFormatLocale();
  const { roles, account_role: account } = explanation;
  const nameOf = (role: { role: string; name: string }) =>
    tRoles.has(`names.${role.role}` as never) ? tRoles(`names.${role.role}` as never) : role.name;
  if (roles.length === 0 && !account) return <p>{t("facts.noRoles")}</p>;
  return (
    <ul className="grid gap-0.5">
      {roles.map((role) => (
        <li key={`${role.role} ${role.team?.id} ${role.from?.id}`}>
          {t(`facts.role_${role.effect}`, { role: nameOf(role) })}
          {role.team
            ? ` ${t(role.from ? "facts.throughFrom" : "facts.through", { team: role.team.name, from: role.from?.name ?? "" })}`
            : null}
          {role.expires_at
            ? ` ${t("facts.until", { date: formatUtc(role.expires_at, locale, "dateTime") })}`
            : null}
        </li>
      ))}
      {account ? (
        <li>
          {t(account.allows ? "facts.account_allows" : "facts.account_none", {
            role: t(`accountRoles.${account.role}` as never),
          })}
        </li>
      ) : null}
    </ul>
  );
}

/** The roles that a key is bound to, in place of scopes. */
function KeyRoles({ keys }: { keys: string }) {
  const t = useTranslations("access.facts");
  const tRoles = useTranslations("roles");
  const nameOf = (key: string) =>
    tRoles.has(`names.${key}` as never) ? tRoles(`names.${key}` as never) : key;
  return keys === "" ? t("noKeyRoles") : t("keyRoles", { roles: keys.split(" ").map(nameOf).join(", ") });
}
