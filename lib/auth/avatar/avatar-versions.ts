import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";

/** Which of these people have a picture, and its version. */
export async function avatarVersions(userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await withSystem((tx) =>
    tx.avatar.findMany({ where: { userId: { in: [...userIds] } }, select: { userId: true, hash: true } }),
  );
  return new Map(rows.map(({ userId, hash }) => [userId, hash]));
}
