import { connection } from "next/server";
import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { InvitationLanding } from "@/components/invitations/invitation-landing";
import { AuthShell } from "@/components/layout/site/auth-shell";

export async function generateMetadata() {
  const t = await getTranslations("invitations");
  return { title: t("landing.accept"), robots: { index: false }, referrer: "no-referrer" as const };
}

export default async function InvitationPage() {
  await connection();
  return (
    <AuthShell>
      <Translations namespaces={["invitations", "roles", "layout"]}>
        <InvitationLanding />
      </Translations>
    </AuthShell>
  );
}
