import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createLink } from "@/lib/access/invitations/links/create-link";
import { joinWithLink } from "@/lib/access/invitations/links/join-with-link";
import { revokeInvitation } from "@/lib/access/invitations/revoke-invitation";
import { addMember } from "@/lib/access/members/add-member";
import { systemPool } from "@/lib/infra/database/pools";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";

const people = (count: number, domain = "race.test") =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      makeUser({ email: `r${n}-${Math.random().toString(36).slice(2)}@${domain}` }),
    ),
  );

/** As single sign-on and SCIM do it: straight in. */
async function joinDirectly(tenant: TestTenant, user: TestUser, seatLimit: number | null): Promise<void> {
  await withTenant({ tenantId: tenant.id }, async (tx) => {
    const role = await tx.role.findUniqueOrThrow({
      where: { tenantId_key: { tenantId: tenant.id, key: "viewer" } },
      select: { id: true, key: true },
    });
    await addMember(tx, {
      tenantId: tenant.id,
      user: { ...user, firstName: "Race", lastName: "Person" },
      role,
      source: "jit",
      createdBy: null,
      seatLimit,
    });
  });
}

async function usedSeats(tenant: TestTenant): Promise<number> {
  const { rows } = await systemPool().query<{ used: number }>(
    `select ((select count(*) from shared.memberships where tenant_id = $1 and status <> 'removed')
       + (select count(*) from shared.invitations where tenant_id = $1 and status = 'pending'))::int as used`,
    [tenant.id],
  );
  return rows[0]?.used ?? -1;
}

const invite = async (tenant: TestTenant, email: string) =>
  inviteMembers(await makeContext(tenant, tenant.owner), { invitations: [{ email, role: "viewer" }] });

/** Everything that fills a seat at once, far more of it than there are seats. */
export async function raceForSeats(stage: AccessStage, report: AccessReport): Promise<void> {
  const many = stage.quick ? 12 : 60;
  const limit = 10;
  const tenant = await makeTenant({ limits: { seats: limit } });
  const { url } = await createLink(await makeContext(tenant, tenant.owner), {
    role: "viewer",
    domains: ["race.test"],
    max_uses: 100,
    days: 1,
  });
  const token = new URL(url).hash.slice(1);
  const [joining, linking] = await Promise.all([people(many), people(many)]);
  const results = await Promise.allSettled([
    ...joining.map((user) => joinDirectly(tenant, user, limit)),
    ...Array.from({ length: Math.min(many, 50) }, (_, n) => invite(tenant, `i${n}@race.test`)),
    ...linking.map((user) => joinWithLink(makeUserContext(user), token)),
  ]);
  report.attempts += results.length;
  const used = await usedSeats(tenant);
  judge(
    report,
    "violations",
    used === limit,
    `${used} of ${limit} seats after ${results.length} attempts at once`,
  );
  for (const result of results) {
    if (result.status === "fulfilled") continue;
    const reason = result.reason?.details?.reason ?? String(result.reason);
    judge(report, "violations", reason === "seat_limit", `a refused seat says ${reason}`);
  }
  report.figures["attempts at 9 free seats at once"] = results.length;
}

/** One link for ten, used by many. */
export async function raceForLink(stage: AccessStage, report: AccessReport): Promise<void> {
  const tenant = await makeTenant();
  const { link, url } = await createLink(await makeContext(tenant, tenant.owner), {
    role: "viewer",
    domains: ["race.test"],
    max_uses: 10,
    days: 1,
  });
  const token = new URL(url).hash.slice(1);
  const users = await people(stage.quick ? 20 : 50);
  const results = await Promise.allSettled(users.map((user) => joinWithLink(makeUserContext(user), token)));
  const joined = results.filter(({ status }) => status === "fulfilled").length;
  const { rows } = await systemPool().query("select uses from shared.invitation_links where id = $1", [
    link.id,
  ]);
  report.attempts += results.length;
  judge(report, "replays_accepted", joined === 10 && rows[0]?.uses === 10, `a link for 10 let ${joined} in`);
}

/** One invitation: accepted by many requests, revoked meanwhile, or made many times. */
export async function raceForInvitation(stage: AccessStage, report: AccessReport): Promise<void> {
  const many = stage.quick ? 15 : 100;
  const tenant = await makeTenant();
  const admin = await makeContext(tenant, tenant.owner);
  const [guest] = await people(1);
  if (!guest) return;
  const made = await Promise.all(
    Array.from({ length: Math.min(many, 50) }, () => invite(tenant, guest.email)),
  );
  const invited = made.filter(({ data }) => data[0]?.result === "invited").length;
  judge(report, "violations", invited === 1, `${invited} invitations of one address made at once`);
  const token = await lastInvitationToken(tenant.id, guest.email);
  await Promise.allSettled(
    Array.from({ length: many }, () => acceptInvitation(makeUserContext(guest), token)),
  );
  const { rows } = await systemPool().query<{ joins: number }>(
    "select count(*)::int as joins from shared.domain_events where tenant_id = $1 and action = 'member.joined'",
    [tenant.id],
  );
  report.attempts += many;
  judge(report, "replays_accepted", rows[0]?.joins === 1, `${rows[0]?.joins} joins by one invitation`);
  for (let round = 0; round < (stage.quick ? 4 : 25); round += 1) {
    await systemPool().query("delete from platform.rate_limits where key like 'invite%'");
    const [who] = await people(1);
    if (!who) continue;
    const { data } = await invite(tenant, who.email);
    const own = await lastInvitationToken(tenant.id, who.email);
    await Promise.allSettled([
      acceptInvitation(makeUserContext(who), own),
      revokeInvitation(admin, data[0]?.invitation_id ?? ""),
    ]);
    const end = await systemPool().query<{ status: string; member: boolean }>(
      `select i.status, exists (select 1 from shared.memberships m where m.tenant_id = i.tenant_id
         and m.user_id = $2 and m.status = 'active') as member
       from shared.invitations i where i.tenant_id = $1 and i.email = $3`,
      [tenant.id, who.id, who.email],
    );
    const row = end.rows[0];
    const isWhole = row?.member === (row?.status === "accepted");
    judge(report, "violations", isWhole, `accept against revoke ended ${row?.status}, member ${row?.member}`);
  }
}

/** The same joins with the count taken before the lock: more come in than there are seats. */
export async function controlCounting(): Promise<boolean> {
  const tenant = await makeTenant({ limits: { seats: 3 } });
  const users = await people(8);
  const counted = await Promise.all(users.map(() => usedSeats(tenant)));
  await Promise.all(
    users.map((user, at) => ((counted[at] ?? 9) < 3 ? joinDirectly(tenant, user, null) : undefined)),
  );
  return (await usedSeats(tenant)) > 3;
}

/** Without the guard in the database a revoked invitation opens again. */
export async function controlGuard(owner: {
  query: (text: string, values?: unknown[]) => Promise<unknown>;
}): Promise<boolean> {
  const tenant = await makeTenant();
  const { data } = await invite(tenant, "guard@race.test");
  const id = data[0]?.invitation_id;
  await revokeInvitation(await makeContext(tenant, tenant.owner), id ?? "");
  const reopen = () => owner.query("update shared.invitations set status = 'pending' where id = $1", [id]);
  const isHeld = await reopen().then(
    () => false,
    () => true,
  );
  await owner.query("alter table shared.invitations disable trigger invitations_guard");
  try {
    const isOpened = await reopen().then(
      () => true,
      () => false,
    );
    return isHeld && isOpened;
  } finally {
    await owner.query("alter table shared.invitations enable trigger invitations_guard");
  }
}
