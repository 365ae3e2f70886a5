import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensureMember } from "@/prisma/seed/workspaces";

/** A member without a password, who signs in by the word of a provider that verified the address. */
export async function arrange(slug: string, email: string): Promise<void> {
  const found = await withSystem(async (tx) => ({
    workspace: await tx.tenant.findUniqueOrThrow({
      where: { slug },
      select: { id: true, slug: true, accountId: true },
    }),
    person: await tx.user.create({
      data: { id: newId(), email, firstName: "Bella", lastName: "Brand", emailVerifiedAt: new Date() },
      select: { id: true },
    }),
  }));
  const bella = { ...found.person, email, name: "Bella Brand" };
  await ensureMember({ ...found.workspace, isNew: false }, bella, "viewer");
}
