import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, DomainError, NotFoundError, PermissionError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { fixesOfReceipt } from "../fixes-of-receipt";
import { isHolder, readReceipt } from "../read-receipt";
import { type AccessRequestDto, type AccessWish, accessWish } from "../schema";
import { presentRequest } from "./internal";

const ASKS_PER_DAY = 10;

/**
 * Asks those who can change what a receipt says, by mail: admins for a role or the policy, who pays for a plan or a
 * payment. One open request for one thing: asking again answers with it.
 * @throws NotFoundError for anybody else's receipt; PermissionError for a key
 * @throws ConflictError nothing_to_ask: time alone, the person themselves or support changes it
 * @throws DomainError rate_limited (10 a day)
 */
export async function requestAccess(
  ctx: TenantContext,
  receiptId: string,
  input: AccessWish,
): Promise<AccessRequestDto> {
  const { actor } = ctx;
  if (actor.type !== "user") throw new PermissionError("session", { reason: "keys_not_allowed" });
  const { note } = accessWish.parse(input);
  const tenantId = ctx.tenant.id;
  const receipt = await withTenant({ tenantId }, (tx) => readReceipt(tx, ctx, receiptId));
  if (!isHolder(ctx, receipt)) throw new NotFoundError("decision");
  const to = new Set(
    (await fixesOfReceipt(ctx, receipt)).flatMap(({ who }) => who.map(({ email }) => email)),
  );
  if (to.size === 0) {
    throw new ConflictError("Nobody here can change this refusal.", { reason: "nothing_to_ask" });
  }
  const taken = await takeRate(`access-ask:${tenantId}:${actor.userId}`, ASKS_PER_DAY, 86_400);
  if (!taken.allowed) {
    throw new DomainError("rate_limited", "You have asked often enough today. Try again tomorrow.", {
      retryAfterSeconds: taken.retryAfterSeconds,
    });
  }
  return withTenant({ tenantId, userId: actor.userId }, async (tx) => {
    const subject = receipt.subject ?? "";
    const id = newId();
    const { count } = await tx.accessRequest.createMany({
      data: {
        tenantId,
        id,
        receiptId,
        userId: actor.userId,
        userName: actor.name.slice(0, 255),
        userEmail: actor.email,
        code: receipt.code,
        subject,
        note,
      },
      skipDuplicates: true,
    });
    const row = await tx.accessRequest.findFirstOrThrow({
      where: { tenantId, userId: actor.userId, code: receipt.code, subject, status: "pending" },
    });
    if (count === 0) return presentRequest(row);
    await recordEvent(tx, ctx, {
      action: "access.requested",
      target: { type: "access_request", id, label: actor.name || actor.email },
      after: { code: receipt.code, subject, receipt_id: receiptId },
    });
    const { name: tenantName, slug, locale } = ctx.tenant;
    for (const email of to) {
      await enqueueMail(tx, {
        template: "access_requested",
        to: email,
        locale,
        data: {
          name: (actor.name || actor.email).slice(0, 255),
          tenantName,
          subject: subject || receipt.code,
          note,
          slug,
        },
      });
    }
    return presentRequest(row);
  });
}
