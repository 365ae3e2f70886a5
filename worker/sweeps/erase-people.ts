import "server-only";
import { logger } from "@/lib/infra/logger";
import { erasePerson } from "@/lib/lifecycle/own-account/erase-person";
import { withSystem } from "@/lib/tenancy/with-system";

/** Erases people whose week is over; one that fails, because a cell is down, is finished by a later run and holds up nobody. */
export async function erasePeople(): Promise<number> {
  const due = await withSystem((tx) =>
    tx.personDeletion.findMany({
      where: { OR: [{ status: "pending", deleteAfter: { lte: new Date() } }, { status: "erasing" }] },
      orderBy: { deleteAfter: "asc" },
      take: 100,
      select: { userId: true },
    }),
  );
  for (const { userId } of due) {
    await erasePerson(userId).catch((error: unknown) => logger.error({ error, userId }, "erasing failed"));
  }
  return due.length;
}
