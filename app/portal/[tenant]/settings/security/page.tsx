import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { DomainsCard } from "@/components/security/cards/domains-card";
import { KeyLifeCard } from "@/components/security/cards/key-life-card";
import { MfaCard } from "@/components/security/cards/mfa-card";
import { PasswordRulesCard } from "@/components/security/cards/password-card";
import { SessionCard } from "@/components/security/cards/session-card";
import { SsoCard } from "@/components/security/cards/sso-card";
import { SupportCard } from "@/components/security/cards/support-card";
import { PolicyProvider } from "@/components/security/policy-context";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { getSecurityPolicy } from "@/lib/access/policies/get-security-policy";
import { requireContext } from "@/lib/access/require-context";
import { requirePerson } from "@/lib/access/require-person";
import { getMe } from "@/lib/auth/profile/get-me";

export async function generateMetadata() {
  return { title: (await getTranslations("security"))("title") };
}

export default async function SecurityPolicyPage() {
  const ctx = await requireContext("security:read");
  const [policy, me, t] = await Promise.all([
    getSecurityPolicy(ctx),
    // What is the member's own is not for support staff in their place.
    ctx.actor.type === "user" && ctx.actor.support ? null : getMe(await requirePerson()),
    getTranslations("security"),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("pageDescription")} />
      <Translations namespaces={["security"]}>
        <PolicyProvider initial={policy} mayUpdate={ctx.decide("security:update").allowed}>
          <div className="grid max-w-3xl gap-6">
            <MfaCard hasFactor={me?.mfa_enabled ?? false} />
            <SsoCard />
            <SessionCard />
            <PasswordRulesCard />
            <DomainsCard />
            <KeyLifeCard />
            <SupportCard />
          </div>
        </PolicyProvider>
      </Translations>
    </>
  );
}
