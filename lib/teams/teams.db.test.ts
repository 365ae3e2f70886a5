import { expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { getMember } from "@/lib/access/members/get-member";
import { listMembers } from "@/lib/access/members/list-members";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { previewRole } from "@/lib/access/roles/custom/preview-role";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { admin, may, member, put, reason, team, teamScene, tenant } from "@/lib/testing/team-scene";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { getTeam } from "./get-team";
import { addTeamMember } from "./members/add-team-member";
import { removeTeamMember } from "./members/remove-team-member";
import { setTeamMemberKind } from "./members/set-team-member-kind";
import { giveTeamRole } from "./roles/give-team-role";
import { listTeamRoles } from "./roles/list-team-roles";
import { takeTeamRole } from "./roles/take-team-role";
import { updateTeam } from "./update-team";

teamScene();

test("a team's role counts for its members at once, below where it is handed down, for keys too, and denies win", async () => {
  const [product, design] = [await team("Product"), await team("Sales")];
  const web = await team("Web", product.id);
  const front = await team("Front end", web.id);
  const [anna, bert] = [await member(), await member()];
  await put(product.id, anna);
  await put(front.id, bert);
  expect(await may(anna, "api_keys:create")).toBe(false);
  const given = await giveTeamRole(admin, product.id, { role: "developer" });
  expect(given.roles).toMatchObject([{ role: "developer", inherit: false, expires_at: null }]);
  expect([await may(anna, "api_keys:create"), await may(bert, "api_keys:create")]).toEqual([true, false]);
  await giveTeamRole(admin, product.id, { role: "developer", inherit: true });
  expect(await may(bert, "api_keys:create")).toBe(true);
  expect(await listTeamRoles(admin, front.id)).toMatchObject({
    roles: [],
    inherited_roles: [{ role: "developer", from: { id: product.id, name: "Product" } }],
  });
  const { key, id: keyId } = await createApiKey(await makeContext(tenant, bert), {
    name: "Nightly",
    scopes: ["agents:read", "agents:update"],
  });
  expect((await callRoute(agents, { key })).status).toBe(200);

  const through = { role: "developer", team: { name: "Front end" }, from: { name: "Product" } };
  expect(await getMember(admin, bert.id)).toMatchObject({ roles: ["viewer"], team_roles: [through] });
  expect((await listMembers(admin, { role: "developer" })).data.map(({ id }) => id).sort()).toEqual(
    [anna.id, bert.id].sort(),
  );
  const explain = (permission: string) => explainAccess(admin, { member_id: bert.id, permission });
  expect(await explain("api_keys:create")).toMatchObject({
    allowed: true,
    roles: [
      { ...through, effect: "allow" },
      { role: "viewer", team: null },
    ],
  });
  expect(await explainAccess(admin, { api_key_id: keyId, permission: "agents:update" })).toMatchObject({
    allowed: true,
    roles: [through, {}],
  });

  const deny = await createRole(admin, {
    name: "No agents",
    permissions: ["usage:read"],
    denied: ["agents:read"],
  });
  await giveTeamRole(admin, web.id, { role: deny.key, inherit: true });
  expect([await may(anna, "agents:read"), await may(bert, "agents:read")]).toEqual([true, false]);
  expect((await callRoute(agents, { key })).status).toBe(403);
  expect(await explain("agents:read")).toMatchObject({
    allowed: false,
    roles: [
      { role: deny.key, effect: "deny", from: { name: "Web" } },
      { effect: "allow" },
      { effect: "allow" },
    ],
  });

  await updateTeam(admin, front.id, { parent_id: design.id });
  expect([await may(bert, "agents:read"), await may(bert, "api_keys:create")]).toEqual([true, false]);
  await removeTeamMember(admin, product.id, anna.id);
  expect(await may(anna, "api_keys:create")).toBe(false);
  expect(await tenantActions(tenant.id)).toEqual(
    expect.arrayContaining([
      "team.created",
      "team.moved",
      "team.role_given",
      "team.member_added",
      "team.member_removed",
    ]),
  );
});

test("a team's role ends by itself, and one that a team has cannot vanish unseen", async () => {
  const product = await team("Product");
  const anna = await member();
  await put(product.id, anna);
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await giveTeamRole(admin, product.id, { role: "developer", expires_at: later });
  const own = await createRole(admin, { name: "Keepers", permissions: ["audit:read"] });
  const other = await createRole(admin, { name: "Others", permissions: ["security:read"] });
  await giveTeamRole(admin, product.id, { role: own.key });
  expect(await may(anna, "audit:read")).toBe(true);
  await expect(deleteRole(admin, own.id, null)).rejects.toMatchObject(reason("role_in_use"));
  const preview = await previewRole(admin, own.id, { delete: true, remap_to: other.id });
  expect(preview).toMatchObject({
    holders: 1,
    people: [{ id: anna.id, gains: ["security:read"], loses: ["audit:read"] }],
  });
  await deleteRole(admin, own.id, other.id);
  expect([await may(anna, "audit:read"), await may(anna, "security:read")]).toEqual([false, true]);
  await systemPool().query(
    "update shared.role_bindings set expires_at = now() - interval '1 second' where tenant_id = $1 and expires_at is not null",
    [tenant.id],
  );
  expect(await may(anna, "api_keys:create")).toBe(false);
  await endExpiredRoles();
  expect(await tenantActions(tenant.id)).toContain("team.role_ended");
  const { role_id: roleId } = (await getTeam(admin, product.id)).roles[0] ?? { role_id: "" };
  await takeTeamRole(admin, product.id, roleId);
  expect(await may(anna, "security:read")).toBe(false);
  await expect(takeTeamRole(admin, product.id, roleId)).rejects.toMatchObject({ code: "not_found" });
});

test("a manager looks after their team and those below, and nothing else", async () => {
  const [product, sales] = [await team("Product"), await team("Sales")];
  const web = await team("Web", product.id);
  await giveTeamRole(admin, product.id, { role: "developer", inherit: true });
  const [lead, anna, bert] = [await member(), await member(), await member()];
  await addTeamMember(admin, product.id, { user_id: lead.id, kind: "manager" });
  const ctx = await makeContext(tenant, lead);
  await put(product.id, anna, ctx);
  await addTeamMember(ctx, web.id, { user_id: bert.id, kind: "manager" });
  await setTeamMemberKind(ctx, web.id, bert.id, { kind: "member" });
  await removeTeamMember(ctx, product.id, anna.id);
  expect((await getTeam(ctx, web.id)).can_lead).toBe(true);
  expect((await getTeam(ctx, sales.id)).can_lead).toBe(false);
  const refused = [
    () => put(sales.id, anna, ctx),
    () => addTeamMember(ctx, product.id, { user_id: anna.id, kind: "manager" }),
    () => setTeamMemberKind(ctx, product.id, lead.id, { kind: "member" }),
  ];
  for (const ask of refused) await expect(ask()).rejects.toMatchObject(reason("no_team_manager"));
  await giveTeamRole(admin, web.id, { role: "tenant_admin" });
  await expect(put(web.id, anna, ctx)).rejects.toMatchObject({ code: "permission_denied" });
});

const ROUNDS = 50;
/** Two teams that move below each other at the same time, over and over; how often both did. */
async function race(): Promise<number> {
  const [one, two] = [await team(`One ${newId()}`), await team(`Two ${newId()}`)];
  const move = (id: string, parent: string | null) =>
    systemPool().query("update shared.teams set parent_id = $3 where tenant_id = $1 and id = $2", [
      tenant.id,
      id,
      parent,
    ]);
  let circles = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const moves = await Promise.allSettled([move(one.id, two.id), move(two.id, one.id)]);
    if (moves.every(({ status }) => status === "fulfilled")) circles += 1;
    await ownerPool().query(
      "update shared.teams set parent_id = null where tenant_id = $1 and id = any($2)",
      [tenant.id, [one.id, two.id]],
    );
  }
  return circles;
}

test("two moves that would close a circle never both happen; without the lock they do", async () => {
  expect(await race()).toBe(0);
  const owner = ownerPool();
  await owner.query("alter table shared.teams disable trigger teams_place");
  try {
    expect(await race()).toBeGreaterThan(0);
  } finally {
    await owner.query("alter table shared.teams enable trigger teams_place");
  }
});
