import "server-only";
import { readSeats } from "@/lib/access/seats/read-seats";
import type { TenantContext } from "@/lib/core/context";

/** What the head of the pages about people shows beside the roles. */
export async function loadHeader(ctx: TenantContext) {
  return {
    seats: await readSeats(ctx),
    may: {
      invite: ctx.decide("members:invite").allowed,
      answer: ctx.decide("members:update").allowed,
      upgrade: ctx.decide("billing:manage").allowed,
    },
  };
}
