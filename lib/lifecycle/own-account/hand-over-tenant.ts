import "server-only";
import { giveRole } from "@/lib/access/members/give-role";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { LeftBehind } from "./find-left-behind";
import { personInTenant } from "./person-in-tenant";

const ADMIN = { role: "tenant_admin", expires_at: null };
/** What ends a trial: nothing of it may stay. */
const TRIED = Symbol("tried");

/**
 * Tries a handing over and leaves nothing of it, so that of several none is begun when one would be refused.
 * @throws NotFoundError; DomainError of giveRole()
 */
export async function tryHandOver(ctx: UserContext, left: LeftBehind, to: string): Promise<void> {
  if (left.ownsOnly) return;
  const tenantCtx = await personInTenant(ctx, left.id);
  await withTenant({ tenantId: left.id, userId: ctx.actor.userId }, async (tx) => {
    await giveRole(tx, tenantCtx, to, ADMIN);
    throw TRIED;
  }).catch((thrown: unknown) => {
    if (thrown !== TRIED) throw thrown;
  });
}

/**
 * Makes another member admin of the workspace, and owner of its account where nobody else owns it. Who is no admin there
 * gives no role: an admin gets the account.
 * @throws NotFoundError; DomainError of giveRole()
 */
export async function handOverTenant(ctx: UserContext, left: LeftBehind, to: string): Promise<void> {
  if (!left.ownsOnly) {
    const tenantCtx = await personInTenant(ctx, left.id);
    await withTenant({ tenantId: left.id, userId: ctx.actor.userId }, (tx) =>
      giveRole(tx, tenantCtx, to, ADMIN),
    );
  }
  if (!left.soleOwner) return;
  await withSystem(async (tx) => {
    await tx.$executeRaw`
      insert into platform.account_members as m (account_id, user_id, role)
      values (${left.accountId}::uuid, ${to}::uuid, 'owner')
      on conflict (account_id, user_id) do update set role = 'owner'`;
    await recordPlatformEvent(tx, ctx, {
      action: "account.ownership_transferred",
      target: { type: "account", id: left.accountId, label: left.name },
      after: { owner: to },
      accountId: left.accountId,
      tenantId: left.id,
    });
  });
}
