import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { UserContext } from "@/lib/core/context";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

/** Newest first; whoever has done more gets the newest. */
const MOST_EVENTS = 10_000;

/**
 * Everything that is kept about the person who asks, over the control plane and the workspaces of every cell: who they
 * are, how and where they sign in, where they belong, what they did. No secret, no hash, nobody else's data.
 * @throws DomainError step_up_required
 */
export async function collectOwnData(ctx: UserContext): Promise<Record<string, unknown>> {
  assertRecent(ctx.actor);
  const { userId, email } = ctx.actor;
  const [account, workspaces] = await Promise.all([
    withSystem((tx) => fromControlPlane(tx, userId)),
    eachCell((cell) => withCell(cell, (tx) => fromCell(tx, userId))),
  ]);
  await withSystem((tx) =>
    recordPlatformEvent(tx, ctx, {
      action: "user.data_downloaded",
      target: { type: "user", id: userId, label: email },
    }),
  );
  return {
    made_at: new Date().toISOString(),
    ...account,
    memberships: workspaces.flatMap((cell) => cell.memberships),
    roles: workspaces.flatMap((cell) => cell.roles),
    api_keys: workspaces.flatMap((cell) => cell.apiKeys),
    what_you_did_in_workspaces: workspaces.flatMap((cell) => cell.events),
  };
}

async function fromControlPlane(tx: SystemTx, userId: string) {
  const own = { where: { userId } };
  return {
    profile: await tx.user.findUniqueOrThrow({ where: { id: userId } }),
    has_password: (await tx.credential.count(own)) > 0,
    has_authenticator_app: (await tx.totpFactor.count(own)) > 0,
    passkeys: await tx.passkey.findMany({
      ...own,
      select: { name: true, createdAt: true, lastUsedAt: true },
    }),
    sessions: await tx.session.findMany({
      ...own,
      omit: { sidHash: true, graceUsed: true, replacedAt: true, deviceId: true },
      take: MOST_EVENTS,
    }),
    known_browsers: await tx.knownDevice.findMany({ ...own, omit: { tokenHash: true, provedHash: true } }),
    trusted_browsers: await tx.trustedDevice.findMany({ ...own, omit: { tokenHash: true } }),
    connected_accounts: await tx.identity.findMany(own),
    single_sign_on: await tx.ssoIdentity.findMany(own),
    changes_of_address: await tx.emailChange.findMany({ ...own, omit: { id: true, userId: true } }),
    billing_accounts: await tx.accountMember.findMany({ ...own, omit: { userId: true } }),
    what_you_did: await tx.platformEvent.findMany({
      where: { actorId: userId },
      orderBy: { occurredAt: "desc" },
      take: MOST_EVENTS,
    }),
  };
}

async function fromCell(tx: SystemTx, userId: string) {
  const memberships = await tx.membership.findMany({ where: { userId } });
  const tenantId = { in: memberships.map((row) => row.tenantId) };
  return {
    memberships,
    roles: await tx.roleBinding.findMany({
      where: { tenantId, subjectType: "user", subjectId: userId },
      select: { tenantId: true, role: { select: { key: true, name: true } }, expiresAt: true },
    }),
    apiKeys: await tx.apiKey.findMany({
      where: { tenantId, createdBy: userId },
      select: { tenantId: true, name: true, createdAt: true, expiresAt: true },
    }),
    events: await tx.domainEvent.findMany({
      where: { tenantId, actorId: userId },
      orderBy: { occurredAt: "desc" },
      take: MOST_EVENTS,
      omit: { before: true, after: true },
    }),
  };
}
