import { expect, test } from "vitest";
import { removeMember } from "@/lib/access/members/remove-member";
import { updateMember } from "@/lib/access/members/update-member";
import { systemPool } from "@/lib/infra/database/pools";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { acceptInvitation } from "../answer/accept-invitation";
import { createLink } from "./create-link";
import { joinWithLink } from "./join-with-link";
import { listLinks } from "./list-links";
import { lookUpLink } from "./look-up-link";
import { revokeLink } from "./revoke-link";

const WISH = { role: "viewer", domains: ["acme.test"], max_uses: 10, days: 7 };

async function makeLink(tenant: TestTenant, change: Partial<typeof WISH> = {}) {
  const { link, url } = await createLink(await makeContext(tenant, tenant.owner), { ...WISH, ...change });
  return { id: link.id, token: new URL(url).hash.slice(1) };
}

let made = 0;
const colleague = async (domain = "acme.test") => {
  made += 1;
  return makeUserContext(await makeUser({ email: `c${made}@${domain}` }));
};

test("50 parallel uses of a link for ten let ten in, and never more than there are seats", async () => {
  const tenant = await makeTenant({ limits: { seats: 14 } });
  const { token } = await makeLink(tenant);
  const people = await Promise.all(Array.from({ length: 25 }, () => colleague()));
  const results = await Promise.allSettled([...people, ...people].map((who) => joinWithLink(who, token)));
  const members = await systemPool().query(
    "select user_id from shared.memberships where tenant_id = $1 and user_id <> $2",
    [tenant.id, tenant.owner.id],
  );
  expect(members.rows).toHaveLength(10);
  const { data } = await listLinks(await makeContext(tenant, tenant.owner), {});
  expect(data[0]).toMatchObject({ uses: 10, status: "used_up" });
  const reasons = new Set(
    results.flatMap((result) => (result.status === "rejected" ? [result.reason.details.reason] : [])),
  );
  expect([...reasons]).toEqual(["link_used_up"]);
  expect((await tenantActions(tenant.id)).filter((action) => action === "member.joined")).toHaveLength(10);
  // Three seats are left for a second link of ten.
  const second = await makeLink(tenant);
  const more = await Promise.allSettled(
    Array.from({ length: 12 }, async () => joinWithLink(await colleague(), second.token)),
  );
  expect(more.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
});

test("a link lets in whom it names: proved address, its domain, no one who was removed", async () => {
  const tenant = await makeTenant();
  const admin = await makeContext(tenant, tenant.owner);
  const { id, token } = await makeLink(tenant);
  const view = await lookUpLink(token, (await colleague("elsewhere.test")).actor);
  expect(view).toMatchObject({ state: "open", role: "viewer", viewer: { fits: false, is_member: false } });
  const refusal = (reason: string) => ({ details: { reason } });
  await expect(joinWithLink(await colleague("sub.acme.test"), token)).rejects.toMatchObject(
    refusal("link_other_domain"),
  );
  const person = await colleague();
  await systemPool().query("update platform.users set email_verified_at = null where id = $1", [
    person.actor.userId,
  ]);
  await expect(joinWithLink(person, token)).rejects.toMatchObject(refusal("email_unverified"));
  await systemPool().query("update platform.users set email_verified_at = now() where id = $1", [
    person.actor.userId,
  ]);
  await joinWithLink(person, token);
  await joinWithLink(person, token);
  expect((await listLinks(admin, {})).data[0]?.uses).toBe(1);
  await removeMember(admin, person.actor.userId);
  await expect(joinWithLink(person, token)).rejects.toMatchObject(refusal("membership_removed"));

  // Neither kind of token opens the other's door.
  await expect(acceptInvitation(person, token)).rejects.toMatchObject({ code: "not_found" });
  await expect(joinWithLink(person, `${token.slice(0, -1)}_`)).rejects.toMatchObject({ code: "not_found" });
  await revokeLink(admin, id);
  await revokeLink(admin, id);
  await expect(joinWithLink(await colleague(), token)).rejects.toMatchObject(refusal("link_revoked"));
  const short = await makeLink(tenant);
  await systemPool().query("update shared.invitation_links set expires_at = now() where id = $1", [short.id]);
  await expect(joinWithLink(await colleague(), short.token)).rejects.toMatchObject(refusal("link_expired"));
  const stored = await systemPool().query(
    "select l::text as row from shared.invitation_links l where tenant_id = $1",
    [tenant.id],
  );
  expect(JSON.stringify(stored.rows)).not.toContain(token);
});

test("a link gives no more than a developer's role, and nothing its maker may no longer give", async () => {
  const tenant = await makeTenant();
  const admin = await makeContext(tenant, tenant.owner);
  await expect(createLink(admin, { ...WISH, role: "agent_manager" })).rejects.toMatchObject({
    details: { reason: "role_too_high_for_link" },
  });
  for (const [domain, code] of [
    ["gmail.com", "public_mail"],
    ["localhost", "domain_invalid"],
  ] as const) {
    const refused = await createLink(admin, { ...WISH, domains: [domain] }).catch((error: unknown) => error);
    expect(JSON.stringify(refused)).toContain(code);
  }
  const second = await makeUser();
  await addMember(tenant, second, "tenant_admin");
  const { url } = await createLink(await makeContext(tenant, second), { ...WISH, role: "developer" });
  const token = new URL(url).hash.slice(1);
  await updateMember(admin, second.id, { role: "developer" });
  await expect(createLink(await makeContext(tenant, second), WISH)).rejects.toMatchObject({
    code: "permission_denied",
  });
  expect((await lookUpLink(token, null)).state).toBe("withdrawn");
  await expect(joinWithLink(await colleague(), token)).rejects.toMatchObject({
    details: { reason: "inviter_lacks_rights" },
  });
  const other = await makeTenant();
  const { data } = await listLinks(admin, {});
  await expect(revokeLink(await makeContext(other, other.owner), data[0]?.id ?? "")).rejects.toMatchObject({
    code: "not_found",
  });
});
