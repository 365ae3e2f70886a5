import "server-only";
import type { UserContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { findOffers } from "./find-offers";
import type { JoinOfferDto } from "./schema";

/** Workspaces of colleagues that the signed-in person may ask to join, and whether they did. */
export async function listOffers(ctx: UserContext): Promise<JoinOfferDto[]> {
  const offers = await findOffers(ctx);
  return Promise.all(
    offers.map(async ({ id, name, domain }) => {
      const asked = await withTenant({ tenantId: id, userId: ctx.actor.userId }, (tx) =>
        tx.membershipRequest.count({ where: { tenantId: id, userId: ctx.actor.userId, status: "pending" } }),
      );
      return { id, name, domain, asked: asked > 0 };
    }),
  );
}
