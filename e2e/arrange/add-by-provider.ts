import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensureMember } from "@/prisma/seed/workspaces";

/** A member without a password, who signs in by the word of a provider that verified the address. */
export async function arrange(slug: string, email: string): Promise<void> {
  const [workspace, person] = await withSystem((tx) =>
    Promise.all([
      tx.tenant.findUniqueOrThrow({ where: { slug }, select: { id: true, slug: true, accountId: true } }),
      tx.user.create({
        data: { id: newId(), email, firstName: "Bella", lastName: "Brand", emailVerifiedAt: new Date() },
        select: { id: true },
      }),
    ]),
  );
  await ensureMember({ ...workspace, isNew: false }, { ...person, email, name: "Bella Brand" }, "viewer");
}
