import "server-only";
import { systemReader } from "@/lib/tenancy/with-system";

/** Which of these people have a picture, and its version. */
export async function avatarVersions(userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await systemReader().$queryRaw<{ user_id: string; hash: string }[]>`
    select user_id::text, hash::text from platform.avatars where user_id = any(${userIds}::uuid[])`;
  return new Map(rows.map(({ user_id, hash }) => [user_id, hash]));
}
