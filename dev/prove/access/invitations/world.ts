import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { declineInvitation } from "@/lib/access/invitations/answer/decline-invitation";
import { bounceInvitation } from "@/lib/access/invitations/bounce-invitation";
import { expireInvitations } from "@/lib/access/invitations/expire-invitations";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { resendInvitation } from "@/lib/access/invitations/resend-invitation";
import { revokeInvitation } from "@/lib/access/invitations/revoke-invitation";
import { removeMember } from "@/lib/access/members/remove-member";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";

export const GUESTS = 3;
export const START_LIMIT = 4;

/** One workspace whose owner invites a handful of people, over and over. */
export type World = {
  tenant: TestTenant;
  guests: TestUser[];
  /** Tokens that were mailed to each guest, newest last. */
  tokens: string[][];
};

export type Row = { id: string; status: string; lapsed: boolean; accepted_by: string | null };
export type State = {
  /** By guest: the newest invitation, whether they are in, and how many are open at once. */
  guests: { latest: Row | null; member: boolean; open: number; closed: Map<string, string> }[];
  used: number;
  limit: number;
};

export async function makeInvitationWorld(): Promise<World> {
  const tenant = await makeTenant({ limits: { seats: START_LIMIT } });
  const guests = await Promise.all(Array.from({ length: GUESTS }, () => makeUser()));
  return { tenant, guests, tokens: guests.map(() => []) };
}

/** Back to nobody invited: quicker than a new workspace. */
export async function resetInvitationWorld(world: World): Promise<void> {
  const { tenant, guests } = world;
  const ids = guests.map(({ id }) => id);
  await ownerPool().query("delete from shared.invitations where tenant_id = $1", [tenant.id]);
  await ownerPool().query("delete from shared.role_bindings where tenant_id = $1 and subject_id = any($2)", [
    tenant.id,
    ids,
  ]);
  await ownerPool().query("delete from shared.memberships where tenant_id = $1 and user_id = any($2)", [
    tenant.id,
    ids,
  ]);
  await systemPool().query("delete from platform.user_tenants where tenant_id = $1 and user_id = any($2)", [
    tenant.id,
    ids,
  ]);
  await ownerPool().query("delete from platform.outbox where tenant_id = $1", [tenant.id]);
  world.tokens = guests.map(() => []);
  await setLimit(world, START_LIMIT);
}

async function setLimit({ tenant }: World, limit: number): Promise<void> {
  await systemPool().query(
    "update platform.account_entitlements set limit_value = $2 where account_id = $1 and feature = 'seats'",
    [tenant.accountId, limit],
  );
}

export async function readInvitations({ tenant, guests }: World): Promise<State> {
  const { rows } = await systemPool().query<Row & { email: string }>(
    `select id, email, status, expires_at <= now() as lapsed, accepted_by from shared.invitations
     where tenant_id = $1 order by created_at, id`,
    [tenant.id],
  );
  const members = await systemPool().query<{ user_id: string }>(
    "select user_id from shared.memberships where tenant_id = $1 and status <> 'removed'",
    [tenant.id],
  );
  const limits = await systemPool().query<{ limit_value: string }>(
    "select limit_value from platform.account_entitlements where account_id = $1 and feature = 'seats'",
    [tenant.accountId],
  );
  const inside = new Set(members.rows.map((row) => row.user_id));
  const people = guests.map(({ id, email }) => {
    const own = rows.filter((row) => row.email === email);
    const open = own.filter((row) => row.status === "pending" && !row.lapsed);
    return {
      latest: own.at(-1) ?? null,
      member: inside.has(id),
      open: open.length,
      closed: new Map(own.filter((row) => row.status !== "pending").map((row) => [row.id, row.status])),
    };
  });
  const waiting = people.filter(({ member, open }) => !member && open > 0).length;
  return { guests: people, used: inside.size + waiting, limit: Number(limits.rows[0]?.limit_value) };
}

export type Step = { kind: Kind; guest: number; limit: number };
export const KINDS = [
  "invite",
  "accept",
  "accept_old",
  "decline",
  "revoke",
  "resend",
  "lapse",
  "sweep",
  "bounce",
  "remove",
  "limit",
] as const;
export type Kind = (typeof KINDS)[number];

/** Does one thing as the product does it; refusals are part of the game. */
export async function perform(world: World, { kind, guest, limit }: Step): Promise<void> {
  const who = world.guests[guest];
  if (!who) return;
  const { tenant } = world;
  const admin = await makeContext(tenant, tenant.owner);
  const person = makeUserContext(who);
  const latest =
    (await readInvitations(world)).guests[guest]?.latest?.id ?? "00000000-0000-7000-8000-000000000000";
  const tokens = world.tokens[guest] ?? [];
  const learn = async () => {
    const token = await lastInvitationToken(tenant.id, who.email);
    if (!tokens.includes(token)) tokens.push(token);
  };
  const actions: Record<Kind, () => Promise<unknown>> = {
    invite: async () => {
      await inviteMembers(admin, { invitations: [{ email: who.email, role: "viewer" }] });
      await learn();
    },
    accept: () => acceptInvitation(person, tokens.at(-1) ?? "none"),
    accept_old: () => acceptInvitation(person, tokens.at(-2) ?? "none"),
    decline: () => declineInvitation(person, tokens.at(-1) ?? "none"),
    revoke: () => revokeInvitation(admin, latest),
    resend: async () => {
      await resendInvitation(admin, latest);
      await learn();
    },
    lapse: () =>
      systemPool().query(
        "update shared.invitations set expires_at = now() - interval '1 second' where id = $1 and status = 'pending'",
        [latest],
      ),
    sweep: expireInvitations,
    bounce: () => bounceInvitation(tenant.id, latest, "550 no such user"),
    remove: () => removeMember(admin, who.id),
    limit: () => setLimit(world, limit),
  };
  await systemPool().query("delete from platform.rate_limits where key like 'invite%'");
  await actions[kind]().catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error)) throw error;
  });
}
