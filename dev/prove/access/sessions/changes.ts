import { GET as listAgents } from "@/app/api/v1/agents/route";
import { GET as listKeys } from "@/app/api/v1/api-keys/route";
import { PUT as putUser, DELETE as removeUser } from "@/app/api/v1/users/[id]/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant, type TestUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { type AccessReport, judge } from "../report";

type World = { tenant: TestTenant; admin: string; member: TestUser; cookie: string; key: string };

async function makeWorld(): Promise<World> {
  const tenant = await makeTenant();
  const member = await makeUser();
  await addMember(tenant, member, "developer");
  const made = await createApiKey(await makeContext(tenant, member), {
    name: "Key",
    scopes: ["agents:read"],
  });
  return {
    tenant,
    member,
    key: made.key,
    admin: await sessionCookie(tenant.owner, { slug: tenant.slug }),
    cookie: await sessionCookie(member, { slug: tenant.slug }),
  };
}

const change = (world: World, body: unknown) =>
  callRoute(putUser, {
    slug: world.tenant.slug,
    cookie: world.admin,
    params: { id: world.member.id },
    body,
  });
const policy = (world: World, text: Record<string, unknown>) => setPolicy(world.tenant.id, text);

type Change = [
  name: string,
  make: (world: World) => Promise<unknown>,
  after: { cookie: number; key: number },
];

/** What somebody else changes, and what the very next request by cookie and by key is answered. */
const CHANGES: Change[] = [
  ["suspending the member", (world) => change(world, { status: "suspended" }), { cookie: 404, key: 401 }],
  [
    "removing the member",
    (world) =>
      callRoute(removeUser, {
        slug: world.tenant.slug,
        cookie: world.admin,
        params: { id: world.member.id },
      }),
    { cookie: 404, key: 401 },
  ],
  [
    "disabling the person",
    (world) =>
      systemPool().query("update platform.users set status = 'disabled' where id = $1", [world.member.id]),
    { cookie: 401, key: 401 },
  ],
  [
    "an address list without this address",
    (world) =>
      policy(world, { ip_allowlist: { enabled: true, entries: [{ cidr: "203.0.113.9/32", label: "" }] } }),
    { cookie: 403, key: 403 },
  ],
];

/** Role, membership and policy count from the next request on, for cookies and for keys. */
export async function proveChanges(report: AccessReport): Promise<void> {
  for (const [name, make, after] of CHANGES) {
    const world = await makeWorld();
    const read = async () => ({
      cookie: (await callRoute(listAgents, { slug: world.tenant.slug, cookie: world.cookie })).status,
      key: (await callRoute(listAgents, { key: world.key })).status,
    });
    const before = await read();
    judge(
      report,
      "violations",
      before.cookie === 200 && before.key === 200,
      `${name}: before ${JSON.stringify(before)}`,
    );
    const made = await make(world);
    if (made instanceof Response) judge(report, "violations", made.ok, `${name} was answered ${made.status}`);
    const found = await read();
    for (const way of ["cookie", "key"] as const) {
      const what = `${name}: the next request by ${way} was answered ${found[way]}, not ${after[way]}`;
      judge(report, "replays_accepted", found[way] === after[way], what);
    }
  }
  await proveRole(report);
}

async function proveRole(report: AccessReport): Promise<void> {
  const world = await makeWorld();
  const keys = async () =>
    (await callRoute(listKeys, { slug: world.tenant.slug, cookie: world.cookie })).status;
  const before = await keys();
  judge(report, "violations", before === 200, `a developer who may read keys was answered ${before}`);
  await change(world, { role: "viewer" });
  const after = await keys();
  judge(report, "escalations", after === 403, `a viewer who was a developer was answered ${after}`);
}
