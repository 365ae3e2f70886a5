import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { enqueueForCell } from "@/lib/tenancy/cells/enqueue-for-cell";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Writes a person's address, here and in the copies that memberships carry. Of two people who ask for one address the
 * unique index lets one have it.
 * @throws ConflictError email_taken (the transaction must roll back)
 */
export async function setEmail(tx: SystemTx, userId: string, email: string): Promise<void> {
  try {
    await tx.user.update({
      where: { id: userId },
      data: { email, emailVerifiedAt: new Date() },
      select: { id: true },
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") {
      throw new ConflictError("Somebody else has this address by now.", { reason: "email_taken" });
    }
    throw error;
  }
  await tx.membership.updateMany({ where: { userId }, data: { email } });
  const elsewhere = await tx.tenant.findMany({
    where: { cell: { not: MAIN_CELL }, status: { not: "erased" }, userTenants: { some: { userId } } },
    select: { id: true },
  });
  for (const { id } of elsewhere) await enqueueForCell(tx, id, "member_email", { user_id: userId, email });
}
