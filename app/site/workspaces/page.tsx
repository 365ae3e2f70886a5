import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { TenantList } from "@/components/auth/tenant-list";
import { TextLink } from "@/components/auth/text-link";
import { Translations } from "@/components/i18n/translations";
import { JoinOffers } from "@/components/join-requests/join-offers";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { listOffers } from "@/lib/access/join-requests/list-offers";
import { listMyTenants } from "@/lib/access/list-my-tenants";
import { requireUser } from "@/lib/access/require-context";
import { listMyInvitations } from "@/lib/auth/sign-in/list-my-invitations";
import { listMyRoles } from "@/lib/auth/sign-in/list-my-roles";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.workspaces"))("title") };
}

export default async function WorkspacesPage() {
  const ctx = await requireUser();
  const [tenants, roles, invitations, offers, locale, t] = await Promise.all([
    listMyTenants(ctx.actor.userId),
    listMyRoles(ctx),
    listMyInvitations(ctx),
    listOffers(ctx),
    getLocale(),
    getTranslations("auth.workspaces"),
  ]);
  const entries = tenants.map((tenant) => ({
    ...tenant,
    planName: isPlanKey(tenant.planKey) ? PLANS[tenant.planKey].name : tenant.planKey,
    roleKeys: roles.filter((role) => role.tenantId === tenant.id),
  }));
  const isStaff = ctx.actor.platformRole === "super_admin";
  return (
    <AuthPage
      title={t("title")}
      description={entries.length > 0 ? t("description") : t("empty")}
      footer={
        <span className="flex flex-wrap items-center justify-center gap-3">
          {t("signedInAs", { email: ctx.actor.email })}
          <TextLink href="/profile">{t("profile")}</TextLink>
          <SignOutButton variant="link">{t("signOut")}</SignOutButton>
        </span>
      }
    >
      <div className="grid gap-4">
        {invitations.map(({ tenantName, invitedByName }) => (
          <Alert key={tenantName} tone="info" title={t("invited", { name: tenantName })}>
            {t("invitedHint", { inviter: invitedByName || tenantName })}
          </Alert>
        ))}
        <Translations namespaces={["joinRequests"]}>
          <JoinOffers offers={offers} />
        </Translations>
        <TenantList tenants={entries} locale={locale} />
        <ButtonLink
          href="/onboarding/workspace?new=1"
          variant={entries.length > 0 ? "secondary" : "primary"}
          block
        >
          {t("create")}
        </ButtonLink>
        {isStaff ? (
          <ButtonLink href="/switch?to=admin" external variant="ghost" block>
            {t("backOffice")}
          </ButtonLink>
        ) : null}
      </div>
    </AuthPage>
  );
}
