import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { MOST_ROWS, withoutOthers } from "./own-labels";

/** What the control plane keeps about a person. Who of our staff it was, and from where, is theirs. */
export async function dataFromControlPlane(tx: SystemTx, userId: string) {
  const own = { where: { userId } };
  const staff = { staffId: true, staffName: true, decidedBy: true, decidedByName: true } as const;
  const picture = await tx.avatar.findUnique(own);
  const events = await tx.platformEvent.findMany({
    where: { actorId: userId, supportSessionId: null },
    orderBy: { occurredAt: "desc" },
    take: MOST_ROWS,
    omit: { before: true, after: true, reason: true },
  });
  return {
    profile: await tx.user.findUniqueOrThrow({ where: { id: userId } }),
    picture: picture && {
      updated_at: picture.updatedAt,
      png_base64: Buffer.from(picture.bytes).toString("base64"),
    },
    has_password: (await tx.credential.count(own)) > 0,
    has_authenticator_app: (await tx.totpFactor.count(own)) > 0,
    recovery_codes_left: await tx.recoveryCode.count({ where: { userId, usedAt: null } }),
    passkeys: await tx.passkey.findMany({
      ...own,
      select: { name: true, createdAt: true, lastUsedAt: true },
    }),
    lost_access_requests: await tx.factorReset.findMany(own),
    sessions: await tx.session.findMany({
      // What our staff do in this person's place is theirs.
      where: { userId, NOT: { method: { startsWith: "support:" } } },
      omit: { sidHash: true, graceUsed: true, replacedAt: true, deviceId: true },
      orderBy: { createdAt: "desc" },
      take: MOST_ROWS,
    }),
    known_browsers: await tx.knownDevice.findMany({ ...own, omit: { tokenHash: true, provedHash: true } }),
    trusted_browsers: await tx.trustedDevice.findMany({ ...own, omit: { tokenHash: true } }),
    connected_accounts: await tx.identity.findMany(own),
    single_sign_on: await tx.ssoIdentity.findMany(own),
    emergency_sign_in: await tx.ssoBreakGlass.findMany({ ...own, omit: { setBy: true } }),
    changes_of_address: await tx.emailChange.findMany({ ...own, omit: { id: true, userId: true } }),
    deletion: await tx.personDeletion.findUnique(own),
    onboarding: await tx.onboarding.findUnique(own),
    refusals_outside_workspaces: await tx.ownReceipt.findMany({
      ...own,
      omit: { userId: true, fingerprint: true, minute: true },
      orderBy: { createdAt: "desc" },
      take: MOST_ROWS,
    }),
    billing_accounts: await tx.accountMember.findMany({ ...own, omit: { userId: true } }),
    workspaces_asked_for: await tx.tenantReview.findMany({
      where: { applicantId: userId },
      omit: { decidedBy: true, decidedByName: true, snoozedUntil: true },
    }),
    support_requests: await tx.supportRequest.findMany({ ...own, omit: staff }),
    support_sessions: await tx.supportSession.findMany({
      ...own,
      select: {
        ...{ id: true, tenantId: true, mode: true, reason: true, ticket: true },
        ...{ startedAt: true, endedAt: true, endReason: true },
      },
    }),
    what_you_did: withoutOthers(events, userId),
  };
}
