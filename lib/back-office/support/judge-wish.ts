import "server-only";
import type { BillingState, StaffContext, TenantStatus } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { policyOf } from "@/lib/tenancy/policies/policy-of";
import { allowedBlocks, isAllowedAddress } from "@/lib/tenancy/policies/policy-refusal";
import type { SecurityPolicy } from "@/lib/tenancy/policies/schema";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { SupportRefusal } from "./schema";

type Wish = { tenant_id: string; member_id: string; mode: "read" | "write" };
export type JudgedWish = {
  tenant: { id: string; name: string; slug: string; locale: string; accountId: string };
  member: { id: string; name: string; email: string };
  policy: SecurityPolicy["support"];
  /** An approved request of this person of staff for this member that may still be used. */
  consent: { id: string; mode: "read" | "write"; expiresAt: Date } | null;
  refusal: SupportRefusal | null;
  /** Whether to start uses the consent up. */
  usesConsent: boolean;
};

/**
 * Whether this person of staff may start this support session now, and why not. Reads only.
 * @throws NotFoundError for a workspace that does not exist and for somebody who never was its member
 */
export async function judgeWish(tx: SystemTx, ctx: StaffContext, wish: Wish): Promise<JudgedWish> {
  const tenant = await tx.tenant.findFirst({
    where: { id: wish.tenant_id, status: { not: "erased" } },
    include: { account: { select: { billingState: true } } },
  });
  if (!tenant) throw new NotFoundError("tenant");
  const place = await tx.userTenant.findUnique({
    where: { userId_tenantId: { userId: wish.member_id, tenantId: tenant.id } },
    include: { user: true },
  });
  if (!place) throw new NotFoundError("member");
  const { policy } = await policyOf(tx, tenant.id);
  const consent = await findConsent(tx, ctx, wish);
  const { user } = place;
  const { access } = policy.support;
  const usesConsent = wish.mode === "write" || access === "needs_consent";
  const isAgreed = consent !== null && (wish.mode === "read" || consent.mode === "write");
  const isOpen = hasCapability(
    tenant.status as TenantStatus,
    tenant.account.billingState as BillingState,
    "read",
  );
  const rules: [SupportRefusal, boolean][] = [
    ["member_is_staff", user.platformRole !== "user"],
    ["member_inactive", user.status !== "active" || place.status !== "active"],
    ["workspace_closed", !isOpen],
    ["support_forbidden", access === "forbidden"],
    ["address_not_allowed", !isAllowedAddress(allowedBlocks(policy), ctx.ip)],
    ["consent_needed", usesConsent && !isAgreed],
  ];
  return {
    tenant,
    member: {
      id: user.id,
      name: `${user.firstName} ${user.lastName}`.trim() || user.email,
      email: user.email,
    },
    policy: policy.support,
    consent,
    refusal: rules.find(([, applies]) => applies)?.[0] ?? null,
    usesConsent,
  };
}

async function findConsent(tx: SystemTx, ctx: StaffContext, wish: Wish): Promise<JudgedWish["consent"]> {
  const row = await tx.supportRequest.findFirst({
    where: {
      tenantId: wish.tenant_id,
      userId: wish.member_id,
      staffId: ctx.actor.userId,
      status: "approved",
      expiresAt: { gt: new Date() },
      // What was agreed to for changing serves for looking too; the other way round it does not.
      ...(wish.mode === "write" && { grantedMode: "write" }),
    },
    orderBy: { grantedMode: "asc" },
  });
  return (
    row && { id: row.id, mode: row.grantedMode === "write" ? "write" : "read", expiresAt: row.expiresAt }
  );
}
