import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { PortalShell } from "@/components/layout/shell/portal-shell";
import { MfaBanner } from "@/components/security/mfa-banner";
import { SsoBanner } from "@/components/security/sso-banner";
import { SupportBanner } from "@/components/support/support-banner";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { currentBrand } from "@/lib/access/brand/current-brand";
import { presentBrand } from "@/lib/access/brand/present-brand";
import { listMyTenants } from "@/lib/access/list-my-tenants";
import { currentRequest } from "@/lib/access/require-context";
import { avatarVersions } from "@/lib/auth/avatar/avatar-versions";
import { avatarUrl } from "@/lib/core/avatar-url";
import type { TenantContext } from "@/lib/core/context";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { parseHost, rootUrl } from "@/lib/tenancy/hosts";
import { accountUsage } from "@/lib/usage/account-usage";

export async function generateMetadata(): Promise<Metadata> {
  const brand = await currentBrand();
  if (!brand) return {};
  const { icon } = presentBrand(brand, "own");
  const name = brand.tenant.name;
  return { title: { default: name, template: `%s · ${name}` }, ...(icon && { icons: { icon } }) };
}

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const request = await currentRequest();
  // No boundary: every page calls requireContext() itself and decides what strangers see.
  if (request.kind !== "tenant") return children;
  const { ctx } = request;
  if (!hasCapability(ctx.tenant.status, ctx.tenant.billingState, "read") || ctx.actor.type !== "user") {
    return (
      <>
        <SupportNotice ctx={ctx} />
        {children}
      </>
    );
  }
  // Whoever holds the DNS of a workspace's own name sees what is shown there: this workspace, no other one's name.
  // So does whoever runs its identity provider, and whoever of ours is here in a member's place.
  const isOwnName =
    parseHost((await headers()).get("host")).kind === "unknown" ||
    ctx.actor.ssoConnectionId !== undefined ||
    ctx.actor.support !== undefined;
  const { userId } = ctx.actor;
  const [tenants, usage, brand, pictures] = await Promise.all([
    listMyTenants(userId),
    accountUsage(ctx.tenant.accountId),
    currentBrand(),
    avatarVersions(ctx.actor.support ? [] : [userId]),
  ]);
  const meter = (name: string) => usage.find((entry) => entry.meter === name);
  const permissions = [...ctx.permissions].filter((permission) => ctx.decide(permission).allowed);
  return (
    <PortalShell
      tenant={shellTenant({ ...ctx.tenant })}
      tenants={tenants.filter(({ id }) => !isOwnName || id === ctx.tenant.id).map(shellTenant)}
      user={{
        name: ctx.actor.name,
        email: ctx.actor.email,
        picture: avatarUrl(userId, pictures.get(userId)),
      }}
      permissions={permissions}
      features={{ command_palette: { enabled: hasFeature(ctx.tenant.entitlements, "command_palette") } }}
      usage={[
        { id: "apiCalls", used: meter("api_calls")?.used ?? 0, limit: meter("api_calls")?.limit ?? null },
        { id: "agents", used: meter("agents")?.used ?? 0, limit: meter("agents")?.limit ?? null },
      ]}
      formats={ctx.tenant.formats}
      brand={brand ? presentBrand(brand, "own") : undefined}
      createTenantHref={rootUrl("/onboarding/workspace?new=1")}
      banners={
        <>
          <SupportNotice ctx={ctx} />
          <BillingBanner ctx={ctx} />
          <MfaBanner dueAt={request.mfaDueAt} />
          <SsoBanner dueAt={request.ssoDueAt} />
        </>
      }
    >
      {children}
    </PortalShell>
  );
}

function shellTenant(tenant: { id: string; name: string; slug: string; planKey: string }) {
  return {
    id: tenant.id,
    name: tenant.name,
    slug: tenant.slug,
    planName: isPlanKey(tenant.planKey) ? PLANS[tenant.planKey].name : tenant.planKey,
    href: rootUrl(`/switch?to=${tenant.slug}`),
  };
}

/** Always on top while one of our staff is here in a member's place. */
function SupportNotice({ ctx }: { ctx: TenantContext }) {
  const { actor, tenant } = ctx;
  if (actor.type !== "user" || !actor.support) return null;
  const { staffName, mode, reason, ticket, expiresAt } = actor.support;
  const visit = {
    staffName,
    mode,
    reason,
    ticket,
    memberName: actor.name || actor.email,
    workspace: tenant.name,
  };
  return (
    <Translations namespaces={["support"]}>
      <SupportBanner visit={{ ...visit, secondsLeft: secondsUntil(expiresAt) }} />
    </Translations>
  );
}

/** Counted here: the browser's clock may be wrong. At least one, so that the end is asked for, not assumed. */
function secondsUntil(time: Date): number {
  return Math.max(1, Math.ceil((time.getTime() - Date.now()) / 1000));
}

async function BillingBanner({ ctx }: { ctx: TenantContext }) {
  const t = await getTranslations("overview.banners");
  const { status, billingState } = ctx.tenant;
  const message =
    billingState === "grace"
      ? "grace"
      : billingState === "restricted"
        ? "restricted"
        : status === "parked"
          ? "parked"
          : undefined;
  if (!message) return null;
  const mayChoose = message === "parked" && ctx.accountRole === "owner";
  const action = ctx.decide("billing:manage").allowed ? (
    <span className="flex flex-wrap gap-2">
      {mayChoose ? (
        <ButtonLink href={rootUrl("/workspaces/keep")} size="sm" external>
          {t("choose")}
        </ButtonLink>
      ) : null}
      <ButtonLink href="/billing" size="sm">
        {t("billing")}
      </ButtonLink>
    </span>
  ) : undefined;
  return (
    <Alert shape="banner" tone={message === "grace" ? "warning" : "danger"} action={action}>
      {t(message)}
    </Alert>
  );
}
