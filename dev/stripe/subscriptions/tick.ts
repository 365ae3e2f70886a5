import { expireCheckout } from "../resources/checkout-sessions";
import type { World } from "../state/world";
import { advanceTime } from "./advance-time";

/** Does what the passing of time brings: renewals, retries of payments, sessions that run out. */
export function tick(world: World): void {
  const before = world.store.tables.event.size;
  advanceTime(world, null, Math.floor(Date.now() / 1000), () => {});
  for (const session of world.store.all("checkout.session")) {
    if (session.status === "open" && session.expires_at <= world.now(session.customer))
      expireCheckout(world, session);
  }
  if (world.store.tables.event.size !== before) world.onChange();
}
