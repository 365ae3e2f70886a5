import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { recordEvent } from "@/lib/audit/record-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { findOffers } from "./find-offers";
import { type MembershipWish, membershipWish } from "./schema";

const ASKS_PER_DAY = 5;
const TENANT_ASKS_PER_DAY = 50;
const MOST_MAILS = 5;
const DECLINED_DAYS = 30;

/**
 * Asks a workspace of colleagues to let the signed-in person in, and mails its admins. Asking again while a request is
 * open changes nothing.
 * @throws NotFoundError for a workspace that is not offered to them, whether or not there is one
 * @throws ConflictError reason request_declined (within 30 days); DomainError rate_limited
 */
export async function requestMembership(
  ctx: UserContext,
  tenantId: string,
  input: MembershipWish,
): Promise<void> {
  const { note } = membershipWish.parse(input);
  await take(`join-ask:${ctx.actor.userId}`, ASKS_PER_DAY);
  const offer = (await findOffers(ctx)).find(({ id }) => id === tenantId);
  const tenant = offer && (await lookUpTenant(tenantId));
  if (!tenant) throw new NotFoundError("workspace");
  await take(`join-asks:${tenantId}`, TENANT_ASKS_PER_DAY);
  const { userId, email, name } = ctx.actor;
  const admins = await listAdmins(tenantId);
  await withTenant({ tenantId, userId }, async (tx) => {
    await assertNotDeclined(tx, tenantId, userId);
    const id = newId();
    const { count } = await tx.membershipRequest.createMany({
      data: { tenantId, id, userId, email, name: name.slice(0, 255), note },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await recordEvent(
      tx,
      { ...ctx, tenant },
      {
        action: "membership.requested",
        target: { type: "membership_request", id, label: email },
        after: { email },
      },
    );
    for (const admin of admins.slice(0, MOST_MAILS)) {
      await enqueueMail(tx, {
        template: "membership_requested",
        to: admin.email,
        locale: tenant.locale,
        data: {
          name: (name || email).slice(0, 255),
          email,
          tenantName: tenant.name,
          note,
          slug: tenant.slug,
        },
      });
    }
  });
}

async function take(key: string, limit: number): Promise<void> {
  const taken = await takeRate(key, limit, 86_400);
  if (taken.allowed) return;
  throw new DomainError("rate_limited", "That is enough requests for today. Try again tomorrow.", {
    retryAfterSeconds: taken.retryAfterSeconds,
  });
}

async function assertNotDeclined(tx: TenantTx, tenantId: string, userId: string): Promise<void> {
  const since = new Date(Date.now() - DECLINED_DAYS * 86_400_000);
  const declined = await tx.membershipRequest.count({
    where: { tenantId, userId, status: "declined", decidedAt: { gt: since } },
  });
  if (declined > 0) {
    throw new ConflictError("An admin has declined this. Ask them yourself.", { reason: "request_declined" });
  }
}
