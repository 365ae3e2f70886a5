import { setTimeout } from "node:timers/promises";
import { addMember } from "@/lib/access/members/add-member";
import type { SystemRoleKey } from "@/lib/access/permissions";
import { createAgent } from "@/lib/agents/create-agent";
import type { TenantContext } from "@/lib/core/context";
import { runProvisioning } from "@/lib/lifecycle/provisioning/run-provisioning";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeUserContext } from "@/lib/testing/make-context";
import type { TestUser } from "@/lib/testing/make-tenant";

const BUSY_PAUSE_MS = 100;

export type Workspace = { id: string; slug: string; accountId: string; isNew: boolean };

/** A person's workspace, set up as the wizard and the worker do it; the one with this address when it exists. */
export async function ensureWorkspace(
  founder: TestUser,
  input: { name: string; slug: string; locale?: "en" | "nl" },
): Promise<Workspace> {
  const existing = await findWorkspace(input.slug);
  if (existing) return { ...existing, isNew: false };
  const { operation } = await createTenant(makeUserContext(founder), input);
  // A running worker may have taken it first.
  while ((await runProvisioning(operation.id)) === "busy") await setTimeout(BUSY_PAUSE_MS);
  await withSystem((tx) =>
    tx.onboarding.updateMany({
      where: { userId: founder.id },
      data: { step: "done", completedAt: new Date() },
    }),
  );
  const made = await findWorkspace(input.slug);
  if (!made) throw new Error(`the workspace ${input.slug} was not set up`);
  return { ...made, isNew: true };
}

async function findWorkspace(slug: string): Promise<Omit<Workspace, "isNew"> | null> {
  return withSystem((tx) =>
    tx.tenant.findUnique({ where: { slug }, select: { id: true, slug: true, accountId: true } }),
  );
}

/** Makes a person a member with a built-in role, unless they are one. */
export async function ensureMember(
  workspace: Workspace,
  user: TestUser,
  roleKey: SystemRoleKey,
): Promise<void> {
  const tenantId = workspace.id;
  const [firstName = "", ...rest] = user.name.split(" ");
  await withTenant({ tenantId }, async (tx) => {
    const where = { tenantId_userId: { tenantId, userId: user.id } };
    if (await tx.membership.findUnique({ where, select: { userId: true } })) return;
    const role = await tx.role.findUniqueOrThrow({ where: { tenantId_key: { tenantId, key: roleKey } } });
    await addMember(tx, {
      tenantId,
      user: { id: user.id, email: user.email, firstName, lastName: rest.join(" ") },
      role,
      source: "invite",
      createdBy: null,
      seatLimit: null,
    });
  });
}

/** Adds agents of the catalogue by name, those that are missing. */
export async function ensureAgents(
  ctx: TenantContext,
  agents: readonly { catalogue_key: string; name: string; description?: string }[],
): Promise<void> {
  const present = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    tx.agentInstance.findMany({ select: { name: true } }),
  );
  const names = new Set(present.map((agent) => agent.name));
  for (const agent of agents) if (!names.has(agent.name)) await createAgent(ctx, agent);
}
