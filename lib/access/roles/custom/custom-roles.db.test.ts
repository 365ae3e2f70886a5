import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { makeContext, makeKeyContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { admin, builtIn, may, tenant, vera, viewerScene } from "@/lib/testing/viewer-scene";
import { updateMember } from "../../members/update-member";
import { getRole } from "../get-role";
import { createRole } from "./create-role";
import { deleteRole } from "./delete-role";
import { previewRole } from "./preview-role";
import { updateRole } from "./update-role";

let other: TestTenant;

beforeAll(async () => {
  other = await makeTenant({ planKey: "professional" });
});

viewerScene({ planKey: "professional" });

test("a role of one's own gives exactly what it allows, and deny wins over every other role", async () => {
  const role = await createRole(admin, {
    name: "Agent écrivain",
    permissions: ["agents:read", "agents:update"],
    denied: ["usage:read"],
  });
  expect(role).toMatchObject({
    key: "agent_ecrivain",
    rank: 50,
    revision: 1,
    editable: true,
    built_in: false,
  });
  expect((await createRole(admin, { name: "Agent ecrivain!", permissions: ["agents:read"] })).key).toBe(
    "agent_ecrivain_2",
  );
  await updateMember(admin, vera.id, { role: role.key });
  expect(await may(vera, "agents:update")).toBe(true);
  expect(await may(vera, "agents:create")).toBe(false);
  const viewerId = await builtIn("viewer");
  await ownerPool().query(
    "insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id) values ($1, $2, 'user', $3, $4)",
    [tenant.id, newId(), vera.id, viewerId],
  );
  expect(await may(vera, "members:read")).toBe(true);
  expect(await may(vera, "usage:read")).toBe(false);
  expect(await tenantActions(tenant.id)).toEqual(["role.created", "role.created", "member.role_changed"]);
});

test("nobody makes, changes or gives what they lack, nor a role of their own rank", async () => {
  const lead = await createRole(admin, {
    name: "Lead",
    permissions: [
      "members:read",
      "members:update",
      "roles:read",
      "roles:manage",
      "roles:delete",
      "agents:read",
    ],
    denied: ["agents:archive"],
  });
  await updateMember(admin, vera.id, { role: lead.key });
  const ctx = await makeContext(tenant, vera);
  const lacks = { code: "permission_denied", details: { reason: "grants_more_than_held" } };
  await expect(createRole(ctx, { name: "More", permissions: ["agents:create"] })).rejects.toMatchObject(
    lacks,
  );
  await expect(
    createRole(ctx, { name: "Equal", permissions: ["agents:read"], rank: 50 }),
  ).rejects.toMatchObject({
    details: { reason: "role_too_high" },
  });
  await expect(updateRole(ctx, lead.id, { denied: [] }, 1)).rejects.toMatchObject({
    details: { reason: "role_too_high" },
  });
  const own = await createRole(ctx, {
    name: "Reader",
    permissions: ["agents:read"],
    denied: ["agents:archive"],
  });
  expect(own.rank).toBe(49);
  await expect(updateRole(ctx, own.id, { permissions: ["usage:read"] }, 1)).rejects.toMatchObject(lacks);
  // To stop taking away is to give.
  await expect(updateRole(ctx, own.id, { denied: [] }, 1)).rejects.toMatchObject(lacks);
  await expect(updateMember(ctx, tenant.owner.id, { role: own.key })).rejects.toMatchObject({
    details: { reason: "higher_rank" },
  });
  const key = await makeKeyContext(tenant, tenant.owner, ["roles:manage", "roles:read"]);
  await expect(createRole(key, { name: "Key", permissions: ["agents:read"] })).rejects.toMatchObject(lacks);
});

test("what a role may hold: the catalogue, never the account's, never both ways", async () => {
  const codes = async (input: { permissions: string[]; denied?: string[] }) => {
    const failure = await createRole(admin, { name: "Odd", ...input }).catch((error: unknown) => error);
    return (failure as { details: { errors: { code: string }[] } }).details.errors.map(({ code }) => code);
  };
  expect(await codes({ permissions: ["billing:manage"] })).toEqual(["account_permission"]);
  expect(await codes({ permissions: ["platform:tenants"] })).toEqual(["unknown_permission"]);
  expect(await codes({ permissions: ["agents:read"], denied: ["agents:read"] })).toEqual([
    "allowed_and_denied",
  ]);
  const role = await createRole(admin, { name: "Odd", permissions: ["agents:read"] });
  expect(await codes({ permissions: ["agents:read"] })).toEqual(["role_name_taken"]);
  await expect(
    ownerPool().query(
      "insert into shared.role_permissions (tenant_id, role_id, permission_key) values ($1, $2, 'billing:manage')",
      [tenant.id, role.id],
    ),
  ).rejects.toThrow(/cannot hold billing:manage/);
});

test("an edit needs the revision that was read, says before and after, and applies to the next request", async () => {
  const role = await createRole(admin, { name: "Writers", permissions: ["agents:read"] });
  await updateMember(admin, vera.id, { role: role.key });
  const edits = await Promise.allSettled([
    updateRole(admin, role.id, { permissions: ["agents:read", "agents:update"] }, 1),
    updateRole(admin, role.id, { name: "Authors" }, 1),
  ]);
  expect(edits.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(updateRole(admin, role.id, { name: "X" }, null)).rejects.toMatchObject({
    code: "precondition_failed",
  });
  const now = await getRole(admin, role.id);
  expect(now.revision).toBe(2);
  const changed = await updateRole(admin, role.id, { permissions: ["agents:update"] }, 2);
  expect(changed.permissions).toEqual(["agents:update"]);
  expect(await may(vera, "agents:update")).toBe(true);
  expect(await may(vera, "agents:read")).toBe(false);
  const { rows } = await ownerPool().query(
    "select before, after from shared.domain_events where tenant_id = $1 and action = 'role.updated' order by occurred_at desc limit 1",
    [tenant.id],
  );
  expect(rows[0]).toMatchObject({ after: { permissions: ["agents:update"] } });
});

test("a preview says who gains and loses what, other roles taken into account", async () => {
  const role = await createRole(admin, { name: "Helper", permissions: ["agents:read", "agents:create"] });
  const held = await createRole(admin, { name: "Second", permissions: ["agents:create"] });
  await updateMember(admin, vera.id, { role: role.key });
  await ownerPool().query(
    "insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id) values ($1, $2, 'user', $3, $4)",
    [tenant.id, newId(), vera.id, held.id],
  );
  const preview = await previewRole(admin, role.id, {
    change: { permissions: ["agents:read", "usage:read"] },
  });
  expect(preview).toMatchObject({
    gains: ["usage:read"],
    loses: ["agents:create"],
    holders: 1,
    people_changed: 1,
  });
  expect(preview.people).toMatchObject([{ id: vera.id, gains: ["usage:read"], loses: [] }]);
  const narrow = await makeKeyContext(tenant, tenant.owner, ["roles:manage", "agents:read", "agents:create"]);
  expect(await previewRole(narrow, role.id, { change: { permissions: ["agents:create"] } })).toMatchObject({
    people: [],
    people_changed: 1,
  });
  expect((await getRole(admin, role.id)).permissions).toEqual(["agents:create", "agents:read"]);
});

test("a low role on a high-ranked person is not the way to take from them", async () => {
  const bind = (roleId: string, userId: string) =>
    ownerPool().query(
      "insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id) values ($1, $2, 'user', $3, $4)",
      [tenant.id, newId(), userId, roleId],
    );
  const lead = await createRole(admin, {
    name: "Lead",
    permissions: ["agents:read", "agents:update", "roles:read", "roles:manage", "roles:delete"],
  });
  await updateMember(admin, vera.id, { role: lead.key });
  const chief = await makeUser();
  await addMember(tenant, chief, "agent_manager");
  const low = { permissions: ["agents:read"], rank: 10 };
  const base = await createRole(admin, { name: "Base", ...low });
  const gag = await createRole(admin, { name: "Gag", ...low, denied: ["agents:update"] });
  await bind(base.id, chief.id);
  const ctx = await makeContext(tenant, vera);
  const reaches = { code: "permission_denied", details: { reason: "role_reaches_higher" } };
  const deny = { denied: ["agents:update"] };
  await expect(updateRole(ctx, base.id, deny, 1)).rejects.toMatchObject(reaches);
  await expect(previewRole(ctx, base.id, { change: deny })).rejects.toMatchObject(reaches);
  await expect(deleteRole(ctx, base.id, gag.id)).rejects.toMatchObject(reaches);
  expect(await may(chief, "agents:update")).toBe(true);
  // What changes nothing for them is no matter of theirs, and a higher rank may.
  expect(await updateRole(ctx, base.id, { permissions: ["agents:read", "agents:update"] }, 1)).toBeTruthy();
  expect(await updateRole(admin, base.id, { permissions: ["agents:read"], ...deny }, 2)).toBeTruthy();
  expect(await may(chief, "agents:update")).toBe(false);
});

test("the plan, strangers and other workspaces", async () => {
  const free = await makeTenant();
  const freeAdmin = await makeContext(free, free.owner);
  await expect(createRole(freeAdmin, { name: "No", permissions: ["agents:read"] })).rejects.toMatchObject({
    code: "feature_unavailable",
  });
  const outsider = await makeContext(tenant, other.owner);
  await expect(createRole(outsider, { name: "No", permissions: ["agents:read"] })).rejects.toMatchObject({
    code: "permission_denied",
  });
  const foreign = await createRole(await makeContext(other, other.owner), {
    name: "Theirs",
    permissions: ["agents:read"],
  });
  const failures = [];
  for (const id of [foreign.id, newId()]) {
    failures.push(
      await Promise.allSettled([
        getRole(admin, id),
        updateRole(admin, id, { name: "X" }, 1),
        deleteRole(admin, id, null),
        previewRole(admin, id, { delete: true }),
      ]),
    );
  }
  expect(JSON.stringify(failures[0])).toBe(JSON.stringify(failures[1]));
  for (const result of failures.flat()) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "not_found" } });
  }
});

test("an admin from whom a role takes something away does not count as the one that stays", async () => {
  const gag = await createRole(admin, {
    name: "Gag",
    permissions: ["agents:read"],
    denied: ["members:update"],
  });
  const bind = (expires: string | null) =>
    ownerPool().query(
      "insert into shared.role_bindings (tenant_id, id, subject_type, subject_id, role_id, expires_at) values ($1, $2, 'user', $3, $4, $5)",
      [tenant.id, newId(), tenant.owner.id, gag.id, expires],
    );
  await expect(bind(null)).rejects.toThrow(/must keep an active admin/);
  await expect(
    ownerPool().query(
      "update shared.role_bindings set expires_at = now() + interval '1 day' where tenant_id = $1 and subject_id = $2",
      [tenant.id, tenant.owner.id],
    ),
  ).rejects.toThrow(/must keep an active admin/);
});

test("fifty roles at most, however many are made at once", async () => {
  await ownerPool().query(
    `insert into shared.roles (tenant_id, id, key, name, rank)
     select $1, gen_random_uuid(), 'fill_' || n, 'Fill ' || n, 10 from generate_series(1, 48) n`,
    [tenant.id],
  );
  const made = await Promise.allSettled(
    [1, 2, 3, 4].map((n) => createRole(admin, { name: `Last ${n}`, permissions: ["agents:read"] })),
  );
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});
