import { expect, test } from "vitest";
import { proveWebhooks } from "./prove-webhooks";

const SCHEDULES = 8;

test("random schedules end in the state of in-order delivery, without a doubled mail", async () => {
  const report = await proveWebhooks(SCHEDULES, 1);
  expect(report).toMatchObject({ diverged: 0, doubled_mails: 0, overlapping_periods: 0, left_open: 0 });
  expect(report.events).toBeGreaterThanOrEqual(30);
  expect(report.control_diverged, "the handler that trusts payloads must be caught").toBeGreaterThan(
    SCHEDULES / 2,
  );
}, 120_000);
