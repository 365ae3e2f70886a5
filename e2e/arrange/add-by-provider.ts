import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { ensurePerson } from "@/prisma/seed/people";
import { ensureMember } from "@/prisma/seed/workspaces";

/** Makes the person a member who signs in at one of the stand-ins of the social providers. */
export async function arrange(slug: string, provider: string, subject: string, email: string): Promise<void> {
  const person = await ensurePerson({ email, firstName: "Bella", lastName: "Brand" });
  const workspace = await withSystem(async (tx) => {
    await tx.identity.create({
      data: { id: newId(), userId: person.id, provider, providerSubject: subject },
      select: { id: true },
    });
    return tx.tenant.findUniqueOrThrow({
      where: { slug },
      select: { id: true, slug: true, accountId: true },
    });
  });
  await ensureMember({ ...workspace, isNew: false }, person, "viewer");
}
