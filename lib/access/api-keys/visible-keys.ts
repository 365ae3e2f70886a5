import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import type { TenantContext } from "@/lib/core/context";
import type { Prisma } from "@/lib/infra/prisma/generated/client";

/** Which keys a caller sees: other people's personal tokens only with the right to read the security policy. */
export function visibleKeys(ctx: TenantContext): Prisma.ApiKeyWhereInput {
  if (ctx.decide("security:read").allowed) return {};
  return { OR: [{ kind: { not: "personal" } }, { createdBy: actorPerson(ctx.actor) ?? ctx.tenant.id }] };
}
