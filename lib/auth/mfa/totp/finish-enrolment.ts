import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { consumeToken } from "../../tokens/consume-token";
import { hasFactor } from "../has-factor";
import { lockPerson } from "../lock-person";
import { mailPerson } from "../mail-person";
import { codeSet } from "../recovery/code-set";
import { storeCodes } from "../recovery/store-codes";
import { enrolmentKind } from "./internal";

const proved = z.looseObject({ secret: z.string(), step: z.int(), codes: codeSet.nullable() });

export type Finished = { userId: string; payload: unknown };

/**
 * Turns an enrolment that proveEnrolment() proved into the person's authenticator app, with its recovery codes. The
 * token is used up; a factor that is confirmed already stays: an old enrolment must not replace it.
 * @throws ConflictError flow_expired (the transaction must roll back)
 */
export async function finishEnrolment(
  tx: SystemTx,
  input: {
    token: string;
    userId?: string;
    /** At sign-in: whoever has a factor of any kind by now must use that. */
    asFirst?: boolean;
  },
): Promise<Finished> {
  const expired = new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  // Before the token, as removing a factor does: two changes of one person wait for each other in one order.
  if (input.userId) await lockPerson(tx, input.userId);
  const token = await consumeToken(tx, { kind: enrolmentKind(input), token: input.token });
  if (!token || (input.userId && token.userId !== input.userId)) throw expired;
  const { userId } = token;
  await lockPerson(tx, userId);
  if (input.asFirst && (await hasFactor(tx, userId))) throw expired;
  const { payload } = await tx.authToken.findUniqueOrThrow({ where: { id: token.id } });
  const ready = proved.safeParse(payload);
  if (!ready.success) throw expired;
  const { secret, step, codes } = ready.data;
  const enrolled = await tx.$executeRaw`
    insert into platform.totp_factors as f (user_id, secret_sealed, last_step, confirmed_at)
    values (${userId}::uuid, ${secret}, ${step}, now())
    on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_step = excluded.last_step,
      confirmed_at = now() where f.confirmed_at is null`;
  if (enrolled === 0) throw expired;
  if (codes) await storeCodes(tx, userId, codes);
  await tx.authToken.update({ where: { id: token.id }, data: { payload: {} }, select: { id: true } });
  return { userId, payload };
}

/** Tells the trail and the person that an authenticator app was connected. */
export async function announceEnrolment(tx: SystemTx, ctx: UserContext): Promise<void> {
  const { userId, email } = ctx.actor;
  await recordPlatformEvent(tx, ctx, {
    action: "user.totp_enrolled",
    target: { type: "user", id: userId, label: email },
  });
  await mailPerson(tx, userId, { template: "two_step_on", data: {} });
}
