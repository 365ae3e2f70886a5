import { expect, test } from "vitest";
import { auditQuery } from "@/components/admin/audit/audit-query";

test("includes both days, in UTC, over the end of a month", () => {
  expect(auditQuery({ from: "2026-02-27", to: "2026-02-28", action: "tenant.suspended" })).toEqual({
    action: "tenant.suspended",
    from: "2026-02-27T00:00:00.000Z",
    to: "2026-03-01T00:00:00.000Z",
  });
});

test("leaves out what is no day", () => {
  expect(auditQuery({ from: "yesterday", to: "2026-13-45", q: "anna" })).toEqual({ q: "anna" });
});
