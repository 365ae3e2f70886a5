import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeContext } from "@/lib/testing/make-context";
import { ADMIN_TOTP_SECRET, ensurePerson, ensureSuperAdmin, PASSWORD } from "./people";
import { addRequestHistory } from "./request-history";
import type { Seeded } from "./sign-ins";
import { ensurePlan } from "./subscription";
import { ensureTeams } from "./teams";
import { addUsageHistory } from "./usage-history";
import { ensureAgents, ensureMember, ensureWorkspace } from "./workspaces";

const KEY_NAME = "Reporting";

/** Acme on Professional with a team of every role and a month of history; Globex on Free beside it; a super admin. */
export async function seedDemo(): Promise<Seeded> {
  const anna = await ensurePerson({
    email: "anna@acme.example",
    firstName: "Anna",
    lastName: "de Vries",
    locale: "nl",
  });
  const bram = await ensurePerson({ email: "bram@acme.example", firstName: "Bram", lastName: "Jansen" });
  const chloe = await ensurePerson({ email: "chloe@acme.example", firstName: "Chloé", lastName: "Martin" });
  const daan = await ensurePerson({ email: "daan@acme.example", firstName: "Daan", lastName: "Visser" });
  const emma = await ensurePerson({ email: "emma@globex.example", firstName: "Emma", lastName: "Bakker" });
  const admin = await ensureSuperAdmin();

  const acme = await ensureWorkspace(anna, { name: "Acme", slug: "acme", locale: "nl" });
  await ensurePlan(acme.accountId, "professional");
  await ensureMember(acme, bram, "agent_manager");
  await ensureMember(acme, chloe, "developer");
  await ensureMember(acme, daan, "viewer");
  await addUsageHistory(acme, { days: 30, callsPerHour: 4 });
  const ctx = await makeContext(acme, anna);
  await ensureAgents(ctx, [
    {
      catalogue_key: "strategie_partner",
      name: "Kwartaalplan",
      description: "Doelen en cijfers per kwartaal",
    },
    {
      catalogue_key: "quality_guardian",
      name: "Tekstcontrole",
      description: "Toetst offertes aan de huisstijl",
    },
    { catalogue_key: "idea_incubator", name: "Ideeënbus" },
    { catalogue_key: "workflow_automator", name: "Facturenstroom" },
  ]);
  await ensureTeams(ctx, [
    { name: "Product", members: [bram.id], role: "viewer", inherit: true },
    { name: "Data", below: "Product", members: [chloe.id], role: "agent_manager", inherit: false },
    { name: "Launch", kind: "project", members: [bram.id, daan.id] },
  ]);
  await inviteMembers(ctx, {
    invitations: [
      { email: "fatima@acme.example", role: "developer" },
      { email: "gijs@acme.example", role: "viewer" },
    ],
  });
  const keyId =
    (await findKey(acme.id)) ??
    (await createApiKey(ctx, { name: KEY_NAME, scopes: ["usage:read", "agents:read"] })).id;
  await addRequestHistory(acme, {
    days: 30,
    perHour: 12,
    people: [anna.id, bram.id, chloe.id, daan.id],
    keyId,
  });

  const globex = await ensureWorkspace(emma, { name: "Globex", slug: "globex" });
  await ensureMember(globex, anna, "viewer");
  await ensureAgents(await makeContext(globex, emma), [
    { catalogue_key: "strategie_partner", name: "Planning partner" },
  ]);

  const as = (email: string, role: string) => ({ email, password: PASSWORD, role });
  return {
    summary: "Acme (Professional) and Globex (Free) are ready",
    tenant: acme.slug,
    signIns: [
      as(anna.email, "Acme: owner, Tenant Admin; Globex: Viewer"),
      as(bram.email, "Acme: Agent Manager"),
      as(chloe.email, "Acme: Developer"),
      as(daan.email, "Acme: Viewer"),
      as(emma.email, "Globex: owner, Tenant Admin"),
      { ...as(admin.email, "Super Admin"), totp: ADMIN_TOTP_SECRET },
    ],
  };
}

async function findKey(tenantId: string): Promise<string | null> {
  const key = await withTenant({ tenantId }, (tx) =>
    tx.apiKey.findFirst({ where: { tenantId, name: KEY_NAME }, select: { id: true } }),
  );
  return key?.id ?? null;
}
