import { AccountsCard } from "@/components/auth/accounts/accounts-card";
import { DeleteAccountCard } from "@/components/auth/deletion/delete-account-card";
import { IdentitiesCard } from "@/components/auth/identities/identities-card";
import { DataCard } from "@/components/auth/profile/data-card";
import { EmailCard } from "@/components/auth/profile/email-card";
import { PasswordCard } from "@/components/auth/profile/password-card";
import { PersonalCard } from "@/components/auth/profile/personal-card";
import { PreferencesCard } from "@/components/auth/profile/preferences-card";
import { SessionsCard } from "@/components/auth/profile/sessions-card";
import { TwoStepCard } from "@/components/auth/two-step/two-step-card";
import { Translations } from "@/components/i18n/translations";
import type { OwnEmail } from "@/lib/auth/email-change/schema";
import type { OwnIdentities } from "@/lib/auth/identities/schema";
import type { TwoStep } from "@/lib/auth/mfa/schema";
import type { Me, SessionItem } from "@/lib/auth/schema";

type Props = {
  account: {
    me: Me;
    email: OwnEmail;
    identities: OwnIdentities;
    twoStep: TwoStep;
    sessions: SessionItem[];
    minLength: number;
  };
  /** The root host's profile; null on that page itself. */
  rootProfile: string | null;
  /** What came of connecting a provider. */
  connected?: string | undefined;
};

/** A person's own account: the same in a workspace, in the back-office and on the root host. */
export function ProfileCards({ account, rootProfile, connected }: Props) {
  const { me, email, identities, twoStep, sessions, minLength } = account;
  return (
    <Translations namespaces={["profile", "auth"]}>
      <div className="grid max-w-2xl gap-6">
        <PersonalCard me={me} />
        <EmailCard initial={email} timeZone={me.time_zone} />
        <PreferencesCard me={me} timeZones={Intl.supportedValuesOf("timeZone")} />
        <PasswordCard email={me.email} hasPassword={me.has_password} minLength={minLength} />
        <TwoStepCard initial={twoStep} />
        <IdentitiesCard initial={identities} elsewhere={rootProfile} outcome={connected} />
        <SessionsCard initial={sessions} />
        <AccountsCard />
        <DataCard />
        <DeleteAccountCard email={me.email} rootProfile={rootProfile} />
      </div>
    </Translations>
  );
}
