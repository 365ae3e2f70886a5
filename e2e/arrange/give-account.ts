import { withSystem } from "@/lib/tenancy/with-system";

/** Makes a person the only owner of an account, whatever they are in its workspaces. */
export async function arrange(accountId: string, email: string): Promise<void> {
  await withSystem(async (tx) => {
    const { id: userId } = await tx.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    await tx.accountMember.create({ data: { accountId, userId, role: "owner" }, select: { userId: true } });
    await tx.accountMember.deleteMany({ where: { accountId, userId: { not: userId } } });
  });
}
