import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { POST as linkRoute } from "@/app/api/v1/exports/[id]/link/route";
import { GET as download } from "@/app/api/v1/exports/download/route";
import { GET as listRoute, POST as request } from "@/app/api/v1/exports/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { openObject } from "@/lib/infra/object-store";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { expireExports } from "./expire-exports";
import { exportKey, sealLink } from "./internal";
import { makeExport } from "./make-export";
import type { ExportDto, ExportLinkDto, ExportPage } from "./schema";
import { isSecretColumn, withoutEnvelopes } from "./secret-columns";

type Manifest = {
  workspace: { id: string };
  tables: { table: string; rows: number; left_out: string[]; files: { name: string; sha256: string }[] }[];
};

let tenant: TestTenant;
let canary: string;
let key: string;
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "enterprise" });
  canary = `CANARY-${newId().slice(-12)}`;
  const ctx = await makeContext(tenant, tenant.owner);
  await createAgent(ctx, { catalogue_key: "quality_guardian", name: canary, description: '=1+1,"x"\nnext' });
  key = (await createApiKey(ctx, { name: "Key", scopes: ["agents:read"] })).key;
  await inviteMembers(ctx, {
    invitations: [{ email: `x-${canary}@example.test`.toLowerCase(), role: "viewer" }],
  });
});

const cookieOf = (user = tenant.owner) => sessionCookie(user, { slug: tenant.slug });
async function ask(user = tenant.owner): Promise<Response> {
  return callRoute(request, { slug: tenant.slug, cookie: await cookieOf(user) });
}
async function make(): Promise<ExportDto> {
  const asked = (await (await ask()).json()) as ExportDto;
  await makeExport({ tenantId: tenant.id, exportId: asked.id, email: tenant.owner.email, locale: "nl" });
  const page = await callRoute(listRoute, { slug: tenant.slug, cookie: await cookieOf() });
  const row = ((await page.json()) as ExportPage).data.find((entry) => entry.id === asked.id);
  if (!row) throw new Error("the export is not listed");
  return row;
}
async function link(id: string): Promise<string> {
  const answer = await callRoute(linkRoute, { slug: tenant.slug, cookie: await cookieOf(), params: { id } });
  expect(answer.status).toBe(201);
  return new URL(((await answer.json()) as ExportLinkDto).url).search;
}
const fetchFile = (query: string, slug = tenant.slug) => callRoute(download, { slug, query });

function unpack(bytes: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), "export-test-"));
  writeFileSync(join(folder, "x.tar.gz"), bytes);
  execFileSync("tar", ["-xzf", "x.tar.gz"], { cwd: folder });
  const read = (name: string) => readFileSync(join(folder, name));
  const manifest = JSON.parse(read("manifest.json").toString()) as Manifest;
  return { read, manifest, names: readdirSync(join(folder, "data")) };
}

test("one file holds every table of the workspace, hashes that agree and no secret", async () => {
  const other = await makeTenant();
  const row = await make();
  expect(row).toMatchObject({ state: "ready", requested_by: tenant.owner.name });
  expect(row.progress.tables_done).toBe(row.progress.tables_total);
  const answer = await fetchFile(await link(row.id));
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toContain(`${tenant.slug}-`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(row.sha256);

  const { read, manifest, names } = unpack(bytes);
  expect(manifest.workspace.id).toBe(tenant.id);
  const tables = manifest.tables.map((entry) => entry.table);
  expect(tables).toEqual(
    expect.arrayContaining([
      "workspace.agent_instances",
      "workspace.workflows",
      "shared.memberships",
      "shared.domain_events",
      "shared.invitations",
      "shared.api_keys",
      "warehouse.usage_hourly",
    ]),
  );
  expect(names).toHaveLength(tables.length * 2);
  for (const { name, sha256 } of manifest.tables.flatMap((entry) => entry.files)) {
    expect(createHash("sha256").update(read(name)).digest("hex")).toBe(sha256);
  }
  const agent = JSON.parse(read("data/workspace.agent_instances.ndjson").toString().trim()) as {
    name: string;
  };
  expect(agent.name).toBe(canary);
  // A description that a spreadsheet would run is text in the CSV.
  expect(read("data/workspace.agent_instances.csv").toString()).toContain(`"'=1+1,""x""\nnext"`);
  expect(manifest.tables.find((entry) => entry.table === "shared.invitations")?.left_out).toEqual([
    "token_hash",
  ]);

  const everything = names.map((name) => read(`data/${name}`).toString()).join("\n");
  expect(everything).not.toContain(key.split("_").at(-1));
  expect(everything).not.toContain("token_hash");
  expect(everything).not.toContain(other.id);
  expect(everything.match(/"tenant_id":"([^"]+)"/g)?.every((text) => text.includes(tenant.id))).toBe(true);
});

test("no secret column and no envelope would leave, whatever table they are added to", () => {
  const secrets = ["token_hash", "secret_sealed", "client_secret", "private_key", "wrapped", "password"];
  for (const column of secrets) expect(isSecretColumn(column), column).toBe(true);
  for (const column of ["name", "hash", "tokens_used", "config", "key_id"])
    expect(isSecretColumn(column)).toBe(false);
  const document = { deep: ["v1.g1.Txb_HQP76H-ZX166.F_GwLg.P141gtc7oMvUiHiuOGsooQ", "v1.2.3"] };
  expect(JSON.parse(JSON.stringify(document, withoutEnvelopes))).toEqual({ deep: [null, "v1.2.3"] });
});

test("works while the workspace is parked or being deleted, not while it is suspended", async () => {
  for (const status of ["parked", "offboarding"] as const) {
    await forceStatus(tenant.id, status, new Date(Date.now() + 86_400_000));
    const row = await make();
    expect((await fetchFile(await link(row.id))).status).toBe(200);
  }
  await forceStatus(tenant.id, "active");
  const query = await link((await make()).id);
  await forceStatus(tenant.id, "suspended");
  expect((await ask()).status).toBe(423);
  expect((await fetchFile(query)).status).toBe(404);
});

test("one export at a time, for those who may", async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask()));
  expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409, 409, 409, 409, 409]);
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  expect((await ask(viewer)).status).toBe(403);
});

test("a link is good for its file and its time, and for nothing else", async () => {
  const row = await make();
  const good = await link(row.id);
  expect((await fetchFile(good)).status).toBe(200);
  expect((await fetchFile(`${good.slice(0, -4)}AAAA`)).status).toBe(404);
  const other = await makeTenant();
  const token = (part: Partial<Parameters<typeof sealLink>[0]>) =>
    `?token=${encodeURIComponent(
      sealLink({ tenantId: tenant.id, exportId: row.id, by: "x", expiresAtMs: Date.now() + 60_000, ...part }),
    )}`;
  expect((await fetchFile(token({}))).status).toBe(200);
  expect((await fetchFile(token({ expiresAtMs: Date.now() - 1 }))).status).toBe(404);
  expect((await fetchFile(token({ tenantId: other.id }))).status).toBe(404);
  expect((await fetchFile(token({ exportId: newId() }))).status).toBe(404);
  const foreign = await callRoute(linkRoute, {
    slug: other.slug,
    cookie: await sessionCookie(other.owner, { slug: other.slug }),
    params: { id: row.id },
  });
  expect(foreign.status).toBe(404);
});

test("a link does not lead around the workspace's IP allowlist", async () => {
  const query = await link((await make()).id);
  const from = (ip: string) =>
    callRoute(download, { slug: tenant.slug, query, headers: { "x-client-ip": ip } });
  await setPolicy(tenant.id, {
    ip_allowlist: { enabled: true, entries: [{ cidr: "192.0.2.0/24", label: "" }] },
  });
  expect((await from("198.51.100.7")).status).toBe(404);
  expect((await from("::ffff:192.0.2.10")).status).toBe(200);
});

test("an export that ends after its workspace was erased leaves no file", async () => {
  const asked = (await (await ask()).json()) as ExportDto;
  const job = { tenantId: tenant.id, exportId: asked.id, email: null, locale: "en" } as const;
  // What erasure takes away while the file is being written.
  await ownerPool().query(`create function platform.vanish() returns trigger language plpgsql as $$
    begin if new.state = 'ready' then raise exception 'gone'; end if; return new; end $$`);
  await ownerPool().query(
    "create trigger vanish before update on shared.exports for each row execute function platform.vanish()",
  );
  await expect(makeExport(job)).rejects.toThrow();
  await ownerPool().query("drop function platform.vanish() cascade");
  expect(await openObject(exportKey(tenant.id, asked.id))).toBeNull();
});

test("everything that happens to an export is in the audit log", async () => {
  const row = await make();
  await (await fetchFile(await link(row.id))).arrayBuffer();
  const events = await withTenant({ tenantId: tenant.id }, (tx) =>
    tx.domainEvent.findMany({ where: { tenantId: tenant.id, targetId: row.id }, orderBy: { id: "asc" } }),
  );
  expect(events.map((event) => event.action)).toEqual([
    "export.requested",
    "export.finished",
    "export.link_created",
    "export.downloaded",
  ]);
});

test("after its days the file is gone and the link with it", async () => {
  const row = await make();
  const query = await link(row.id);
  await withTenant({ tenantId: tenant.id }, (tx) =>
    tx.export.update({
      where: { tenantId_id: { tenantId: tenant.id, id: row.id } },
      data: { expiresAt: new Date(Date.now() - 1_000) },
    }),
  );
  await expireExports();
  expect(await openObject(exportKey(tenant.id, row.id))).toBeNull();
  expect((await fetchFile(query)).status).toBe(404);
});
