import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { publishBranding } from "@/lib/lifecycle/branding/publish-branding";
import { saveBrandingDraft } from "@/lib/lifecycle/branding/save-branding-draft";
import { uploadBrandAsset } from "@/lib/lifecycle/branding/upload-brand-asset";
import { fileSink, fileSource } from "@/lib/lifecycle/passport/bundle-file";
import { exportPassport } from "@/lib/lifecycle/passport/export-passport";
import { type ImportOptions, importPassport } from "@/lib/lifecycle/passport/import/import-passport";
import { eraseTenant } from "@/lib/lifecycle/tenants/erase-tenant";
import { createTeam } from "@/lib/teams/create-team";
import { addTeamMember } from "@/lib/teams/members/add-team-member";
import { giveTeamRole } from "@/lib/teams/roles/give-team-role";
import { updateTeam } from "@/lib/teams/update-team";
import { DEFAULT_BRANDING } from "@/lib/tenancy/branding/schema";
import { makeContext } from "./make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "./make-tenant";

/** Stands in the names of what furnishedTenant() makes. */
export const CANARY = "CANARY-7f3a9c";

/** A tenant with something in many tables, odd values and a logo among them. */
export async function furnishedTenant(): Promise<TestTenant> {
  const made = await makeTenant({ planKey: "professional" });
  await addMember(made, await makeUser(), "viewer");
  const ctx = await makeContext(made, made.owner);
  await createAgent(ctx, { catalogue_key: "quality_guardian", name: `Agent ${CANARY} "ø"` });
  // A team below one that came after it: whoever fills the table meets the child first.
  const child = await createTeam(ctx, { name: "Child" });
  const parent = await createTeam(ctx, { name: "Parent" });
  await updateTeam(ctx, child.id, { parent_id: parent.id });
  await giveTeamRole(ctx, parent.id, { role: "viewer", inherit: true });
  await addTeamMember(ctx, child.id, { user_id: made.owner.id, kind: "manager" });
  await createApiKey(ctx, { name: `Key ${CANARY}`, scopes: ["agents:read"] });
  await inviteMembers(ctx, {
    invitations: [{ email: `${CANARY.toLowerCase()}-${newId().slice(-6)}@example.test`, role: "viewer" }],
  });
  const picture = sharp({ create: { width: 64, height: 32, channels: 4, background: "#0a7d55" } });
  const logo = await uploadBrandAsset(ctx, "logo", await picture.png().toBuffer());
  await saveBrandingDraft(ctx, { ...DEFAULT_BRANDING, logo_light: logo.hash }, 0);
  await publishBranding(ctx, {}, 1);
  await ownerPool().query(
    `insert into shared.usage_metrics (tenant_id, id, metric_type, metric_value, recorded_at)
     select $1, gen_random_uuid(), 'storage', n + 0.10, now() - n * interval '1 minute' from generate_series(1, 1200) n`,
    [made.id],
  );
  const schema = `t_${made.id.replaceAll("-", "")}`;
  await ownerPool().query(
    `insert into ${schema}.agent_metrics (id, agent_instance_id, metric_type, metric_value)
     select gen_random_uuid(), id, 'tokens', 12345678901234.5670 from ${schema}.agent_instances`,
  );
  return made;
}

/** A folder of bundles under one key of their own. */
export async function bundleFolder() {
  const pair = newRecipient();
  const folder = await mkdtemp(path.join(tmpdir(), "atrium-passport-test-"));
  return {
    folder,
    secret: pair.secret,
    exportTo: async (name: string, tenantId: string): Promise<{ file: string; root: string }> => {
      const file = path.join(folder, `${name}-${newId()}.atrium`);
      const sink = await fileSink(file);
      const { root } = await exportPassport(tenantId, {
        lock: { recipient: pair.recipient },
        sink: sink.write,
      });
      await sink.close();
      return { file, root };
    },
    importFrom: (file: string, options: Partial<ImportOptions> = {}) =>
      importPassport({ open: () => fileSource(file), unlock: { secret: pair.secret }, ...options }),
  };
}

/** Erases a tenant as if its 14 days were over. */
export async function eraseNow(target: TestTenant): Promise<void> {
  await systemPool().query(
    "update platform.tenants set status = 'offboarding', delete_after = now() - interval '1 day' where id = $1",
    [target.id],
  );
  await eraseTenant(target.id);
}
