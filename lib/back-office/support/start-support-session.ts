import "server-only";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { endSupportSession } from "@/lib/access/support/end-support-session";
import { SUPPORT_MINUTES, type SupportEnd } from "@/lib/access/support/schema";
import { type SupportRow, supportActor } from "@/lib/access/support/support-actor";
import { recordEvent } from "@/lib/audit/record-event";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { takeAttempt } from "@/lib/auth/take-attempt";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { assertMayStart, STARTS, staffName } from "./internal";
import { type JudgedWish, judgeWish } from "./judge-wish";
import { recordRefusal } from "./record-refusal";
import { type StartedSupportDto, type SupportRefusal, type SupportWish, supportWish } from "./schema";

/**
 * Starts a support session: half an hour on one workspace in one member's place, read-only unless an admin agreed to
 * more. Both logs have it, refused ones too; the admins get a mail unless their policy says otherwise. Returns where
 * the browser takes it over.
 * @throws PermissionError; DomainError step_up_required, rate_limited; NotFoundError; ConflictError with a
 *   SupportRefusal as its reason
 */
export async function startSupportSession(ctx: StaffContext, input: SupportWish): Promise<StartedSupportDto> {
  assertMayStart(ctx);
  const wish = supportWish.parse(input);
  const judged = await withSystem((tx) => judgeWish(tx, ctx, wish));
  try {
    await takeAttempt([{ key: `support:${ctx.actor.userId}`, ...STARTS }]);
  } catch (error) {
    await recordRefusal(ctx, judged, wish, "rate_limited");
    throw error;
  }
  if (judged.refusal) throw await refused(ctx, judged, wish, judged.refusal);
  const admins = judged.policy.notify ? await listAdmins(judged.tenant.id) : [];
  const started = await withSystem(async (tx) => {
    await settleOwn(tx, ctx);
    const row = await insert(tx, ctx, judged, wish);
    if (!row) return null;
    await recordStart(tx, ctx, judged, row);
    for (const { email } of admins) await mailAdmin(tx, judged, row, email);
    return row;
  });
  if (!started) throw await refused(ctx, judged, wish, "support_session_live");
  return {
    id: started.id,
    url: tenantUrl(judged.tenant.slug, "/api/auth-flows/begin-support"),
    expires_at: started.expiresAt.toISOString(),
  };
}

type Wish = { mode: "read" | "write"; reason: string; ticket: string };

async function refused(ctx: StaffContext, judged: JudgedWish, wish: Wish, reason: SupportRefusal) {
  await recordRefusal(ctx, judged, wish, reason);
  return new ConflictError("This support session cannot start.", { reason });
}

/** Own sessions that are over but not yet written down leave the one place free. */
async function settleOwn(tx: SystemTx, ctx: StaffContext): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; over: SupportEnd }[]>`
    select x.id::text, o.over from platform.support_sessions x
    cross join lateral (select platform.support_session_over(x.id) as over) o
    where x.staff_id = ${ctx.actor.userId}::uuid and x.ended_at is null and o.over is not null`;
  for (const { id, over } of rows) await endSupportSession(tx, ctx, { id, reason: over });
}

/** Null when another one of this person lives, or the consent was used a moment ago. */
async function insert(
  tx: SystemTx,
  ctx: StaffContext,
  { tenant, member, consent, usesConsent }: JudgedWish,
  wish: Wish,
): Promise<SupportRow | null> {
  const requestId = usesConsent && consent ? consent.id : null;
  const startedAt = new Date();
  const rows = await tx.supportSession.createManyAndReturn({
    data: {
      id: newId(),
      tenantId: tenant.id,
      userId: member.id,
      userName: member.name,
      staffId: ctx.actor.userId,
      staffName: staffName(ctx),
      staffEmail: ctx.actor.email,
      staffSessionId: ctx.actor.sessionId,
      requestId,
      mode: wish.mode,
      reason: wish.reason,
      ticket: wish.ticket,
      ip: ctx.ip,
      startedAt,
      expiresAt: new Date(startedAt.getTime() + SUPPORT_MINUTES * 60_000),
    },
    skipDuplicates: true,
  });
  const row = rows[0];
  if (!row) return null;
  if (requestId) {
    const { count } = await tx.supportRequest.updateMany({
      where: { id: requestId, status: "approved", expiresAt: { gt: startedAt } },
      data: { status: "used" },
    });
    if (count === 0) throw new ConflictError("The consent was used.", { reason: "consent_needed" });
  }
  return row;
}

async function recordStart(
  tx: SystemTx,
  ctx: StaffContext,
  { tenant, consent, usesConsent }: JudgedWish,
  row: SupportRow,
): Promise<void> {
  const event = {
    action: "support_session.started",
    target: { type: "support_session", id: row.id, label: `${row.staffName} (${row.userName})` },
    after: {
      mode: row.mode,
      ticket: row.ticket,
      reason: row.reason,
      expires_at: row.expiresAt,
      consent: usesConsent ? (consent?.id ?? null) : null,
    },
  };
  const actor = supportActor(row);
  await recordEvent(tx, { ...ctx, actor, tenant: { id: tenant.id } }, event);
  await recordPlatformEvent(
    tx,
    { ...ctx, actor },
    { ...event, tenantId: tenant.id, accountId: tenant.accountId, reason: row.reason },
  );
}

async function mailAdmin(tx: SystemTx, { tenant, member }: JudgedWish, row: SupportRow, to: string) {
  await enqueueMail(tx, {
    template: "support_session_started",
    to,
    locale: tenant.locale === "nl" ? "nl" : "en",
    data: {
      tenantName: tenant.name,
      staffName: row.staffName,
      memberName: member.name,
      reason: row.reason,
      ticket: row.ticket,
      canChange: row.mode === "write",
      slug: tenant.slug,
    },
  });
}
