import { beforeEach, expect, test } from "vitest";
import { GET as agents } from "@/app/api/v1/agents/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { getMember } from "@/lib/access/members/get-member";
import { listMembers } from "@/lib/access/members/list-members";
import { removeMember } from "@/lib/access/members/remove-member";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { updateMember } from "@/lib/access/members/update-member";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { previewRole } from "@/lib/access/roles/custom/preview-role";
import { endExpiredRoles } from "@/lib/access/roles/grants/end-expired-roles";
import type { TenantContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeKeyContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { createTeam } from "./create-team";
import { deleteTeam } from "./delete-team";
import { getTeam } from "./get-team";
import { listTeams } from "./list-teams";
import { addTeamMember } from "./members/add-team-member";
import { listTeamMembers } from "./members/list-team-members";
import { removeTeamMember } from "./members/remove-team-member";
import { setTeamMemberKind } from "./members/set-team-member-kind";
import { giveTeamRole } from "./roles/give-team-role";
import { listTeamRoles } from "./roles/list-team-roles";
import { takeTeamRole } from "./roles/take-team-role";
import { updateTeam } from "./update-team";

let tenant: TestTenant;
let admin: TenantContext;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  admin = await makeContext(tenant, tenant.owner);
});

const member = async (role?: string): Promise<TestUser> => {
  const user = await makeUser();
  await addMember(tenant, user, "viewer");
  if (role) await setMemberRoles(admin, user.id, { roles: [{ role }] });
  return user;
};
const may = async (user: TestUser, permission: string) =>
  (await makeContext(tenant, user)).decide(permission).allowed;
const team = (name: string, parent_id: string | null = null) => createTeam(admin, { name, parent_id });
const put = (teamId: string, user: TestUser, ctx = admin) => addTeamMember(ctx, teamId, { user_id: user.id });
const reason = (text: string) => ({ details: { reason: text } });
const field = (code: string) => ({ details: { errors: [{ code }] } });

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

test("nobody gives through a team what they lack or to whom stands above them, nor touches teams without the right", async () => {
  const staff = await createRole(admin, {
    name: "Team keepers",
    permissions: [
      "teams:read",
      "teams:manage",
      "teams:roles",
      "teams:lead",
      "members:read",
      "roles:read",
      "agents:read",
    ],
    rank: 30,
  });
  const [product, admins] = [await team("Product"), await team("Admins")];
  const [keeper, vera] = [await member(staff.key), await member()];
  const ctx = await makeContext(tenant, keeper);
  await giveTeamRole(admin, admins.id, { role: "tenant_admin", inherit: true });
  const grants = [
    () => giveTeamRole(ctx, product.id, { role: "developer" }),
    () => addTeamMember(ctx, admins.id, { user_id: keeper.id }),
    () => addTeamMember(ctx, admins.id, { user_id: vera.id }),
    () => updateTeam(ctx, product.id, { parent_id: admins.id }),
  ];
  for (const grant of grants) {
    await expect(grant()).rejects.toMatchObject({
      details: { reason: expect.stringMatching(/^(grants_more_than_held|higher_rank)$/) },
    });
  }
  const adminRole = (await getTeam(admin, admins.id)).roles[0]?.role_id ?? "";
  await expect(takeTeamRole(ctx, admins.id, adminRole)).rejects.toMatchObject(reason("higher_rank"));
  await expect(deleteTeam(ctx, admins.id, { sub_teams: "refuse" })).rejects.toMatchObject(
    reason("higher_rank"),
  );
  // Who is an admin through a team stands as high as any.
  await put(admins.id, vera);
  expect(await may(vera, "members:remove")).toBe(true);
  const helper = await createRole(admin, {
    name: "Helper",
    permissions: ["agents:read"],
    denied: ["usage:read"],
    rank: 1,
  });
  await expect(addTeamMember(ctx, product.id, { user_id: vera.id })).resolves.toMatchObject({
    kind: "member",
  });
  await expect(giveTeamRole(ctx, product.id, { role: helper.key })).rejects.toMatchObject(
    reason("higher_rank"),
  );
  const manager = await createRole(admin, {
    name: "People",
    permissions: ["members:update", "members:remove", "members:read"],
    rank: 50,
  });
  const boss = await makeContext(tenant, await member(manager.key));
  await expect(removeMember(boss, vera.id)).rejects.toMatchObject(reason("higher_rank"));
  await updateMember(admin, vera.id, { status: "suspended" });
  expect(await may(vera, "members:remove")).toBe(false);
  const late = await makeContext(tenant, tenant.owner, {
    ...makeUserContext(tenant.owner).actor,
    authAt: new Date(Date.now() - 11 * 60_000),
  });
  const other = await member();
  const proofs = [
    () => giveTeamRole(late, product.id, { role: "viewer" }),
    () => takeTeamRole(late, admins.id, adminRole),
    () => addTeamMember(late, admins.id, { user_id: other.id }),
    () => updateTeam(late, product.id, { parent_id: admins.id }),
    () => deleteTeam(late, admins.id, { sub_teams: "refuse" }),
  ];
  for (const ask of proofs) await expect(ask()).rejects.toMatchObject({ code: "step_up_required" });
  await expect(updateMember(boss, vera.id, { status: "active" })).rejects.toMatchObject(
    reason("higher_rank"),
  );

  const viewer = await makeContext(tenant, other);
  const refused = [
    () => createTeam(viewer, { name: "Mine" }),
    () => updateTeam(viewer, product.id, { name: "Mine" }),
    () => deleteTeam(viewer, product.id, { sub_teams: "refuse" }),
    () => addTeamMember(viewer, product.id, { user_id: other.id }),
    () => setTeamMemberKind(viewer, product.id, vera.id, { kind: "manager" }),
    () => removeTeamMember(viewer, product.id, vera.id),
    () => giveTeamRole(viewer, product.id, { role: "viewer" }),
    () => takeTeamRole(viewer, product.id, adminRole),
  ];
  for (const ask of refused) await expect(ask()).rejects.toMatchObject({ code: "permission_denied" });
  const key = await makeKeyContext(tenant, tenant.owner, ["teams:read"]);
  await expect(createTeam(key, { name: "Mine" })).rejects.toMatchObject({ code: "permission_denied" });
  expect((await listTeams(key, {})).data).toHaveLength(2);
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

test("wishes that cannot be are refused, and other tenants' teams are not there", async () => {
  const product = await team("Product");
  const web = await team("Web", product.id);
  await expect(team("product")).rejects.toMatchObject(field("team_name_taken"));
  await expect(team("WEB", product.id)).rejects.toMatchObject(field("team_name_taken"));
  expect((await team("Web")).depth).toBe(1);
  await expect(team("Lost", newId())).rejects.toMatchObject(field("unknown_team"));
  await expect(createTeam(admin, { name: " " })).rejects.toThrow();
  await expect(updateTeam(admin, product.id, { parent_id: web.id })).rejects.toMatchObject(
    reason("team_circle"),
  );
  await expect(updateTeam(admin, product.id, { parent_id: product.id })).rejects.toMatchObject(
    reason("team_circle"),
  );
  let below = web.id;
  for (let depth = 3; depth <= 8; depth += 1) below = (await team(`Level ${depth}`, below)).id;
  await expect(team("Level 9", below)).rejects.toMatchObject(reason("team_too_deep"));
  const top = await team("Top");
  await expect(updateTeam(admin, product.id, { parent_id: top.id })).rejects.toMatchObject(
    reason("team_too_deep"),
  );
  await updateTeam(admin, web.id, {
    parent_id: null,
    name: "Web team",
    description: "Sites",
    kind: "project",
  });
  expect(await getTeam(admin, below)).toMatchObject({
    depth: 7,
    path: [{ name: "Web team" }, {}, {}, {}, {}, {}],
  });
  await expect(deleteTeam(admin, web.id, { sub_teams: "refuse" })).rejects.toMatchObject(
    reason("team_has_sub_teams"),
  );
  await deleteTeam(admin, web.id, { sub_teams: "move_up" });
  expect((await getTeam(admin, below)).depth).toBe(6);

  const pages = [];
  let cursor: string | undefined;
  do {
    const page = await listTeams(admin, { limit: 3, cursor });
    pages.push(...page.data.map(({ name }) => name));
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor);
  expect(pages).toEqual([
    "Level 3",
    "Level 4",
    "Level 5",
    "Level 6",
    "Level 7",
    "Level 8",
    "Product",
    "Top",
    "Web",
  ]);
  expect((await listTeams(admin, { q: "LEVEL 4" })).data).toMatchObject([
    { name: "Level 4", path: [{ name: "Level 3" }] },
  ]);

  const [anna, stranger] = [await member(), await makeUser()];
  await put(product.id, anna);
  await expect(put(product.id, anna)).rejects.toMatchObject(reason("already_in_team"));
  await expect(put(product.id, stranger)).rejects.toMatchObject({ code: "not_found" });
  await expect(giveTeamRole(admin, product.id, { role: "nothing" })).rejects.toMatchObject(
    field("unknown_role"),
  );
  expect((await listTeamMembers(admin, product.id, {})).data).toMatchObject([
    { id: anna.id, source: "manual", groups: [] },
  ]);
  // Who left the workspace left its teams.
  await removeMember(admin, anna.id);
  expect((await listTeamMembers(admin, product.id, {})).data).toEqual([]);

  const elsewhere = await makeTenant({ planKey: "professional" });
  const foreign = await makeContext(elsewhere, elsewhere.owner);
  const asks = [
    () => getTeam(foreign, product.id),
    () => updateTeam(foreign, product.id, { name: "Mine" }),
    () => deleteTeam(foreign, product.id, { sub_teams: "refuse" }),
    () => listTeamMembers(foreign, product.id, {}),
    () => addTeamMember(foreign, product.id, { user_id: elsewhere.owner.id }),
    () => giveTeamRole(foreign, product.id, { role: "viewer" }),
    () => takeTeamRole(foreign, product.id, newId()),
  ];
  for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: "not_found" });
  await expect(createTeam(foreign, { name: "Mine", parent_id: product.id })).rejects.toMatchObject(
    field("unknown_team"),
  );
});

test("an admin through a team does not count as the one who stays, nor one from whom a team takes something", async () => {
  const product = await team("Product");
  await giveTeamRole(admin, product.id, { role: "tenant_admin" });
  const anna = await member();
  await put(product.id, anna);
  const ctx = await makeContext(tenant, anna);
  await expect(removeMember(ctx, tenant.owner.id)).rejects.toMatchObject(reason("last_admin"));
  const deny = await createRole(admin, { name: "Less", permissions: ["usage:read"], denied: ["audit:read"] });
  const other = await team("Other");
  await giveTeamRole(admin, other.id, { role: deny.key });
  await expect(put(other.id, tenant.owner)).rejects.toMatchObject(reason("last_admin"));
  await addTeamMember(admin, product.id, { user_id: tenant.owner.id });
  await expect(giveTeamRole(admin, product.id, { role: deny.key })).rejects.toMatchObject(
    reason("last_admin"),
  );
  await giveTeamRole(admin, other.id, { role: deny.key, inherit: true });
  await expect(updateTeam(admin, product.id, { parent_id: other.id })).rejects.toMatchObject(
    reason("last_admin"),
  );
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
