import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";
import { mailPerson } from "../mfa/mail-person";
import { codeSet } from "../mfa/recovery/code-set";
import { storeCodes } from "../mfa/recovery/store-codes";
import { rotateSession } from "../sessions/rotate-session";
import { consumeToken } from "../tokens/consume-token";

const proved = z.object({
  passkey: z.object({
    credential_id: z.string(),
    public_key: z.string(),
    sign_count: z.int(),
    transports: z.array(z.string()),
    backed_up: z.boolean(),
    name: z.string(),
  }),
  codes: codeSet.nullable(),
});

/**
 * Adds the passkey that provePasskey() checked, now that the recovery codes are saved. Mails the person. Returns the
 * secret of the cookie that replaces the one that asked.
 * @throws ConflictError flow_expired, passkey_known
 */
export async function confirmPasskey(ctx: UserContext, input: { token: string }): Promise<string> {
  const { userId, email } = ctx.actor;
  const expired = new ConflictError("This took too long. Start again.", { reason: "flow_expired" });
  return withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const token = await consumeToken(tx, { kind: "passkey_enrolment", token: input.token });
    if (!token || token.userId !== userId) throw expired;
    const { payload } = await tx.authToken.findUniqueOrThrow({ where: { id: token.id } });
    const ready = proved.safeParse(payload);
    if (!ready.success) throw expired;
    const { passkey, codes } = ready.data;
    const id = newId();
    const added = await tx.$executeRaw`
      insert into platform.passkeys (id, user_id, credential_id, public_key, sign_count, transports, backed_up, name)
      values (${id}::uuid, ${userId}::uuid, ${bytes(passkey.credential_id)}, ${bytes(passkey.public_key)},
        ${passkey.sign_count}, ${passkey.transports}, ${passkey.backed_up}, ${passkey.name})
      on conflict (credential_id) do nothing`;
    if (added === 0) {
      throw new ConflictError("This passkey is in use already.", { reason: "passkey_known" });
    }
    if (codes) await storeCodes(tx, userId, codes);
    await tx.authToken.update({ where: { id: token.id }, data: { payload: {} }, select: { id: true } });
    const sid = await rotateSession(tx, ctx.actor, { mfaAt: new Date() });
    await recordPlatformEvent(tx, ctx, {
      action: "user.passkey_added",
      target: { type: "user", id: userId, label: email },
      after: { passkey: id, name: passkey.name },
    });
    await mailPerson(tx, userId, { template: "passkey_added", data: { name: passkey.name } });
    return sid;
  });
}

function bytes(text: string): Buffer {
  return Buffer.from(text, "base64url");
}
