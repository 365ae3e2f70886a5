import { acceptInvitation } from "@/lib/access/invitations/answer/accept-invitation";
import { declineInvitation } from "@/lib/access/invitations/answer/decline-invitation";
import { lookUpInvitation } from "@/lib/access/invitations/answer/look-up-invitation";
import { requestInvitation } from "@/lib/access/invitations/answer/request-invitation";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createLink } from "@/lib/access/invitations/links/create-link";
import { joinWithLink } from "@/lib/access/invitations/links/join-with-link";
import { lookUpLink } from "@/lib/access/invitations/links/look-up-link";
import { issueToken } from "@/lib/auth/tokens/issue-token";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { lastInvitationToken } from "@/lib/testing/invitation-mails";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";

type Consumer = (who: TestUser, token: string) => Promise<unknown>;

const INVITATION: Record<string, Consumer> = {
  accept: (who, token) => acceptInvitation(makeUserContext(who), token),
  decline: (who, token) => declineInvitation(makeUserContext(who), token),
  "look up": (_who, token) => lookUpInvitation(token, null),
  "ask anew": (who, token) => requestInvitation(makeUserContext(who), token, null),
};
const LINK: Record<string, Consumer> = {
  join: (who, token) => joinWithLink(makeUserContext(who), token),
  "look up": (_who, token) => lookUpLink(token, null),
};

async function mint(tenant: TestTenant, guest: TestUser): Promise<{ invitation: string; link: string }> {
  const admin = await makeContext(tenant, tenant.owner);
  await inviteMembers(admin, { invitations: [{ email: guest.email, role: "viewer" }] });
  const domains = [guest.email.slice(guest.email.indexOf("@") + 1)];
  const { url } = await createLink(admin, { role: "viewer", domains, max_uses: 5, days: 1 });
  return {
    invitation: await lastInvitationToken(tenant.id, guest.email),
    link: new URL(url).hash.slice(1),
  };
}

/** Every character changed, every length cut, and what is no token at all. */
function tampered(token: string, quick: boolean): string[] {
  const at = [...token]
    .map((_, index) => index)
    .filter((index) => !quick || index % 7 === 0 || index === token.length - 1);
  const swap = (char: string) => (char === "A" ? "B" : "A");
  return [
    ...at.map((index) => token.slice(0, index) + swap(token.charAt(index)) + token.slice(index + 1)),
    ...at.map((index) => token.slice(0, index)),
    `${token}A`,
    ` ${token}`,
    token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
    "null",
    "%00",
  ];
}

/** A-6 for the tokens of invitations and links. */
export async function proveTokens(stage: AccessStage, report: AccessReport): Promise<void> {
  const [tenant, other] = await Promise.all([makeTenant(), makeTenant()]);
  const [guest, stranger] = await Promise.all([
    makeUser({ email: `guest-${stage.seed}@token.test` }),
    makeUser({ email: `stranger-${stage.seed}@token.test` }),
  ]);
  const own = await mint(tenant, guest);
  const far = await mint(other, guest);
  const refused = async (name: string, attempt: Promise<unknown>) => {
    const isRefused = await attempt.then(
      () => false,
      () => true,
    );
    judge(report, "forged_accepted", isRefused, name);
  };
  const kinds = [
    { name: "invitation", token: own.invitation, consumers: INVITATION, foreign: [own.link, far.link] },
    { name: "link", token: own.link, consumers: LINK, foreign: [own.invitation, far.invitation] },
  ];
  const elsewhere = await withSystem(async (tx) => [
    await issueToken(tx, { kind: "handoff", userId: guest.id, ttlSeconds: 600 }),
    await issueToken(tx, { kind: "password_reset", userId: guest.id, ttlSeconds: 600 }),
    await issueToken(tx, { kind: "email_change", userId: guest.id, ttlSeconds: 600 }),
    await issueToken(tx, { kind: "unlock", userId: guest.id, ttlSeconds: 600 }),
  ]);
  for (const { name, token, consumers, foreign } of kinds) {
    for (const [place, consume] of Object.entries(consumers)) {
      for (const bad of [...tampered(token, stage.quick), ...foreign, ...elsewhere]) {
        await refused(`${name} at ${place}: ${bad.slice(0, 8)}…`, consume(guest, bad));
      }
    }
  }
  await refused("another person's invitation", acceptInvitation(makeUserContext(stranger), own.invitation));
  await refused(
    "another person's invitation, declined",
    declineInvitation(makeUserContext(stranger), own.invitation),
  );
  await systemPool().query(
    "update shared.invitations set expires_at = now() where tenant_id = $1 and email = $2",
    [other.id, guest.email],
  );
  await systemPool().query("update shared.invitation_links set expires_at = now() where tenant_id = $1", [
    other.id,
  ]);
  await refused("an expired invitation", acceptInvitation(makeUserContext(guest), far.invitation));
  await refused("an expired link", joinWithLink(makeUserContext(stranger), far.link));
  await acceptInvitation(makeUserContext(guest), own.invitation);
  const { rows } = await systemPool().query<{ tenant_id: string }>(
    "select tenant_id from platform.user_tenants where user_id = any($1)",
    [[guest.id, stranger.id]],
  );
  const isOwn = rows.length === 1 && rows[0]?.tenant_id === tenant.id;
  judge(report, "forged_accepted", isOwn, `tokens of one workspace opened ${rows.length}`);
  const stored = await systemPool().query<{ row: string }>(
    `select i::text as row from shared.invitations i where tenant_id = any($1)
     union all select l::text from shared.invitation_links l where tenant_id = any($1)
     union all select d::text from platform.token_directory d`,
    [[tenant.id, other.id]],
  );
  const text = JSON.stringify(stored.rows);
  const isHidden = [own, far].every(
    ({ invitation, link }) => !text.includes(invitation) && !text.includes(link),
  );
  judge(report, "violations", isHidden, "a token is stored as it is");
}
