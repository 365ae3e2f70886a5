import { expect, test } from "vitest";
import { runInvitationModel } from "./model";

test("a sample of the invitation model: every step ends as the state machine says, seats are never exceeded", async () => {
  const counts = { commands: 0, changed: 0 };
  expect(await runInvitationModel({ runs: 3, seed: 5, counts })).toBeNull();
  expect(counts.changed).toBeGreaterThan(0);
});
