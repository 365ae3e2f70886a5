import type Stripe from "stripe";
import { days } from "../billing/periods";
import { invalidRequest } from "../http/errors";
import { page } from "../http/lists";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import { advanceTime } from "../subscriptions/advance-time";

export const testClockRoutes: Route[] = [
  route<Stripe.TestHelpers.TestClockCreateParams>("POST /v1/test_helpers/test_clocks", (world, params) => {
    const now = Math.floor(Date.now() / 1000);
    const clock = make("test_helpers.test_clock", {
      id: newId("clock"),
      created: now,
      deletes_after: now + days(30),
      frozen_time: params.frozen_time,
      name: params.name ?? null,
      status: "ready",
      status_details: {},
    });
    world.store.insert("test_helpers.test_clock", clock);
    world.emit("test_helpers.test_clock.created", clock);
    return clock;
  }),
  route<Stripe.TestHelpers.TestClockListParams>("GET /v1/test_helpers/test_clocks", (world, params) =>
    page(world.store.all("test_helpers.test_clock"), params, "/v1/test_helpers/test_clocks"),
  ),
  route("GET /v1/test_helpers/test_clocks/:id", (world, _params, id) =>
    world.store.get("test_helpers.test_clock", id),
  ),
  route<Stripe.TestHelpers.TestClockAdvanceParams>(
    "POST /v1/test_helpers/test_clocks/:id/advance",
    (world, params, id) => {
      const clock = world.store.get("test_helpers.test_clock", id);
      if (params.frozen_time <= clock.frozen_time) {
        throw invalidRequest("You can only advance a test clock to a later time.", "frozen_time");
      }
      advanceTime(world, clock.id, params.frozen_time, (at) => {
        clock.frozen_time = Math.max(clock.frozen_time, at);
      });
      clock.frozen_time = params.frozen_time;
      world.emit("test_helpers.test_clock.ready", clock);
      // Stripe answers before the work is done; here it is, and the next read says so.
      return {
        ...clock,
        status: "advancing",
        status_details: { advancing: { target_frozen_time: params.frozen_time } },
      };
    },
  ),
  route("DELETE /v1/test_helpers/test_clocks/:id", (world, _params, id) => {
    const clock = world.store.get("test_helpers.test_clock", id);
    world.emit("test_helpers.test_clock.deleted", clock);
    world.store.tables["test_helpers.test_clock"].delete(id);
    return { id, object: "test_helpers.test_clock", deleted: true };
  }),
];
