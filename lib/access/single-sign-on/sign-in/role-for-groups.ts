import "server-only";
import * as z from "zod";
import { groupRole } from "@/lib/auth/sso/schema";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

type Role = { id: string; key: string; rank: number };

/** The strongest role that a person's groups are mapped to; null when none is, or the role is gone. */
export async function roleForGroups(
  tx: TenantTx,
  tenantId: string,
  mapping: unknown,
  groups: readonly string[],
): Promise<Role | null> {
  const rules = z.array(groupRole).safeParse(mapping).data ?? [];
  const keys = [...new Set(rules.filter((rule) => groups.includes(rule.group)).map((rule) => rule.role))];
  if (keys.length === 0) return null;
  return tx.role.findFirst({
    where: { tenantId, key: { in: keys } },
    orderBy: { rank: "desc" },
    select: { id: true, key: true, rank: true },
  });
}
