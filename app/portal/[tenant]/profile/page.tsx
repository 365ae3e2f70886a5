import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { PasswordCard } from "@/components/auth/profile/password-card";
import { PersonalCard } from "@/components/auth/profile/personal-card";
import { PreferencesCard } from "@/components/auth/profile/preferences-card";
import { SessionsCard } from "@/components/auth/profile/sessions-card";
import { WorkspaceProfile } from "@/components/auth/profile/workspace-profile";
import { TwoStepCard } from "@/components/auth/two-step/two-step-card";
import { Translations } from "@/components/i18n/translations";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requirePerson } from "@/lib/access/require-person";
import { getTwoStep } from "@/lib/auth/mfa/get-two-step";
import { canUsePasskeys } from "@/lib/auth/passkeys/relying-party";
import { getMe } from "@/lib/auth/profile/get-me";
import { getRequiredLength } from "@/lib/auth/profile/get-required-length";
import { listSessions } from "@/lib/auth/profile/list-sessions";
import { tenantUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

type Props = { params: Promise<{ tenant: string }> };

export default async function ProfilePage({ params }: Props) {
  const ctx = await requirePerson();
  if (ctx.actor.ssoConnectionId !== undefined) return <WorkspaceProfile me={await getMe(ctx)} />;
  const [me, twoStep, sessions, minLength, t] = await Promise.all([
    getMe(ctx),
    getTwoStep(ctx),
    listSessions(ctx),
    getRequiredLength(ctx),
    getTranslations("profile"),
  ]);
  const isOurs = canUsePasskeys((await headers()).get("host"));
  const passkeysAt = isOurs ? null : tenantUrl((await params).tenant, "/profile");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <Translations namespaces={["profile", "auth"]}>
        <div className="grid max-w-2xl gap-6">
          <PersonalCard me={me} />
          <PreferencesCard me={me} timeZones={Intl.supportedValuesOf("timeZone")} />
          <PasswordCard email={me.email} hasPassword={me.has_password} minLength={minLength} />
          <TwoStepCard initial={twoStep} passkeysAt={passkeysAt} />
          <SessionsCard initial={sessions} />
        </div>
      </Translations>
    </>
  );
}
