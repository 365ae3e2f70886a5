import { connection } from "next/server";
import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { LinkLanding } from "@/components/invitations/links/link-landing";
import { AuthShell } from "@/components/layout/site/auth-shell";

export async function generateMetadata() {
  const t = await getTranslations("invitations");
  return { title: t("links.landing.title"), robots: { index: false }, referrer: "no-referrer" as const };
}

export default async function JoinPage() {
  await connection();
  return (
    <AuthShell>
      <Translations namespaces={["invitations", "roles", "layout"]}>
        <LinkLanding />
      </Translations>
    </AuthShell>
  );
}
