import { GET as beginRoute } from "@/app/api/auth-flows/begin-support/route";
import { GET as enterRoute } from "@/app/api/auth-flows/enter-support/route";
import { POST as startRoute } from "@/app/api/v1/admin/support-sessions/route";
import { lookUpRequest } from "@/lib/access/look-up-request";
import type { SupportMode } from "@/lib/access/support/schema";
import { createSession } from "@/lib/auth/create-session";
import { openSession, sealSession } from "@/lib/auth/session-cookie";
import { handOverSupportSession } from "@/lib/back-office/support/hand-over-support-session";
import type { StaffContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "./call-route";
import { makeSuperAdmin } from "./make-staff";
import type { TestTenant, TestUser } from "./make-tenant";
import { setPolicy } from "./set-policy";

const ROOT = "atrium.localhost:3000";
const INFO = { requestId: "test", ip: "192.0.2.10", userAgent: "test" };
export const WISH = { reason: "The agents page stays empty for them.", ticket: "SUP-1234" };

export type Staff = { user: TestUser; sessionId: string; cookie: string };

/** A super admin with a fresh session on the back-office host. */
export async function makeStaffSession(user?: TestUser): Promise<Staff> {
  const person = user ?? (await makeSuperAdmin());
  const session = await withSystem((tx) =>
    createSession(tx, { userId: person.id, method: "password", mfa: true, info: INFO }),
  );
  const cookie = (await sealSession(session.sid, `admin.${ROOT}`)).split(";")[0] ?? "";
  return { user: person, sessionId: session.id, cookie };
}

export async function staffContext(staff: Staff): Promise<StaffContext> {
  const sid = await openSession(staff.cookie, `admin.${ROOT}`);
  const { user } = await lookUpRequest(null, sid);
  if (!user) throw new Error("no such session");
  return { ...INFO, requestId: newId(), actor: user, locale: "en" };
}

/** Sets what the workspace lets support do, as a policy version of its own. */
export async function setSupportAccess(
  tenant: TestTenant,
  access: "allowed" | "needs_consent" | "forbidden",
  rest: Record<string, unknown> = {},
): Promise<void> {
  await setPolicy(tenant.id, { support: { access, notify: true }, ...rest });
}

/** An approved request, as if an admin had answered it. */
export async function giveConsent(
  tenant: TestTenant,
  member: TestUser,
  staff: Staff,
  mode: SupportMode = "read",
): Promise<string> {
  const id = newId();
  await withSystem((tx) =>
    tx.supportRequest.create({
      data: {
        id,
        tenantId: tenant.id,
        userId: member.id,
        userName: member.name,
        staffId: staff.user.id,
        staffName: staff.user.name,
        ...WISH,
        mode,
        status: "approved",
        grantedMode: mode,
        decidedBy: tenant.owner.id,
        decidedByName: tenant.owner.name,
        decidedAt: new Date(),
        expiresAt: new Date(Date.now() + 3_600_000),
      },
      select: { id: true },
    }),
  );
  return id;
}

export function start(
  staff: Staff,
  tenant: TestTenant,
  member: TestUser,
  body: Record<string, unknown> = {},
) {
  return callRoute(startRoute, {
    slug: "admin",
    cookie: staff.cookie,
    body: { tenant_id: tenant.id, member_id: member.id, ...WISH, ...body },
  });
}

/** Starts a support session and takes it over on the workspace's host; returns its id and the Cookie header there. */
export async function openSupport(
  staff: Staff,
  tenant: TestTenant,
  member: TestUser,
  mode: SupportMode = "read",
): Promise<{ id: string; cookie: string }> {
  const answer = await start(staff, tenant, member, { mode });
  if (answer.status !== 201) throw new Error(`not started: ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  return { id, cookie: await takeOver(staff, tenant) };
}

export async function takeOver(staff: Staff, tenant: TestTenant): Promise<string> {
  const begun = await callRoute(beginRoute, { slug: tenant.slug });
  const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const nonce = begun.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const url = new URL(await handOverSupportSession(await staffContext(staff), { state }));
  const entered = await callRoute(enterRoute, { slug: tenant.slug, cookie: nonce, query: url.search });
  return entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
