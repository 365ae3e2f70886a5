import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { accountUsage, type MeterUsage } from "@/lib/usage/account-usage";

export const CHECKLIST_STEPS = ["workspace", "invite", "agent", "apiKey", "firstCall", "plan"] as const;
export type ChecklistStep = (typeof CHECKLIST_STEPS)[number];

export type Overview = {
  usage: MeterUsage[];
  members: number;
  pendingInvitations: number;
  activeAgents: number;
  checklist: { dismissed: boolean; steps: { key: ChecklistStep; done: boolean }[] };
  /** Null for people who may not read the audit log. */
  activity: { id: string; action: string; actor: string; target: string; at: Date }[] | null;
};

/**
 * What the first page of a workspace shows.
 * @throws DomainError permission_denied and the tenant's status codes
 */
export async function getOverview(ctx: TenantContext): Promise<Overview> {
  ctx.authorize("tenant:read");
  const tenantId = ctx.tenant.id;
  const mayReadAudit = ctx.decide("audit:read").allowed;
  const [usage, counts] = await Promise.all([
    accountUsage(ctx.tenant.accountId),
    withTenant({ tenantId }, async (tx) => ({
      members: await tx.membership.count({ where: { tenantId, status: "active" } }),
      pendingInvitations: await tx.invitation.count({ where: { tenantId, status: "pending" } }),
      activeAgents: await tx.agentInstance.count({ where: { status: { not: "archived" } } }),
      apiKeys: await tx.apiKey.count({ where: { tenantId } }),
      firstCall: await tx.usageEvent.findFirst({ where: { tenantId }, select: { id: true } }),
      settings: await tx.tenantSettings.findUnique({ where: { tenantId }, select: { checklist: true } }),
      activity: mayReadAudit ? await recentEvents(tx, tenantId) : null,
    })),
  ]);
  const done: Record<ChecklistStep, boolean> = {
    workspace: true,
    invite: counts.members > 1 || counts.pendingInvitations > 0,
    agent: counts.activeAgents > 0,
    apiKey: counts.apiKeys > 0,
    firstCall: counts.firstCall !== null,
    plan: ctx.tenant.planKey !== "free",
  };
  return {
    usage,
    members: counts.members,
    pendingInvitations: counts.pendingInvitations,
    activeAgents: counts.activeAgents,
    checklist: {
      dismissed: isDismissed(counts.settings?.checklist),
      steps: CHECKLIST_STEPS.map((key) => ({ key, done: done[key] })),
    },
    activity: counts.activity,
  };
}

async function recentEvents(tx: Parameters<Parameters<typeof withTenant>[1]>[0], tenantId: string) {
  const rows = await tx.domainEvent.findMany({
    // Pages that support opened stand under Support access: they are no change.
    where: { tenantId, action: { not: "support_session.viewed" } },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: 8,
    select: { id: true, action: true, actorLabel: true, targetLabel: true, occurredAt: true },
  });
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    actor: row.actorLabel,
    target: row.targetLabel,
    at: row.occurredAt,
  }));
}

function isDismissed(checklist: unknown): boolean {
  return (
    typeof checklist === "object" &&
    checklist !== null &&
    "dismissed" in checklist &&
    checklist.dismissed === true
  );
}
