import { setTimeout } from "node:timers/promises";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson, PASSWORD } from "@/prisma/seed/people";
import { ensureMember, ensureWorkspace } from "@/prisma/seed/workspaces";

/** A workspace on Free with its owner and a viewer. */
export async function arrange() {
  const id = newId().slice(-12);
  const owner = await ensurePerson({
    email: `owner-${id}@e2e.example`,
    firstName: "Olga",
    lastName: "Owner",
  });
  const viewer = await ensurePerson({
    email: `viewer-${id}@e2e.example`,
    firstName: "Vera",
    lastName: "Viewer",
  });
  const workspace = await ensureWorkspace(owner, { name: `Works ${id}`, slug: `e2e-${id}` });
  // The product's worker sets it up as well: whoever was second waits for the first.
  for (let tries = 0; tries < 200 && !(await isActive(workspace.id)); tries += 1) await setTimeout(100);
  await ensureMember(workspace, viewer, "viewer");
  return { ...workspace, owner: owner.email, viewer: viewer.email, password: PASSWORD };
}

async function isActive(id: string): Promise<boolean> {
  const tenant = await withSystem((tx) => tx.tenant.findUnique({ where: { id } }));
  return tenant?.status === "active";
}
