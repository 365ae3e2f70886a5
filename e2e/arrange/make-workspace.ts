import { setTimeout } from "node:timers/promises";
import { newId } from "@/lib/core/ids";
import { closePools } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson, PASSWORD } from "@/prisma/seed/people";
import { ensureMember, ensureWorkspace } from "@/prisma/seed/workspaces";

// Started by e2e/workspace.ts with the product's environment: a workspace on Free with its owner and a viewer.
const id = newId().slice(-12);
const owner = await ensurePerson({ email: `owner-${id}@e2e.example`, firstName: "Olga", lastName: "Owner" });
const viewer = await ensurePerson({
  email: `viewer-${id}@e2e.example`,
  firstName: "Vera",
  lastName: "Viewer",
});
const workspace = await ensureWorkspace(owner, { name: `Works ${id}`, slug: `e2e-${id}` });
// The product's worker sets it up as well: whoever was second waits for the first.
for (let tries = 0; tries < 100 && !(await isActive()); tries += 1) await setTimeout(200);
await ensureMember(workspace, viewer, "viewer");
console.log(JSON.stringify({ ...workspace, owner: owner.email, viewer: viewer.email, password: PASSWORD }));
await closePools();

async function isActive(): Promise<boolean> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id: workspace.id } }));
  return tenant?.status === "active";
}
