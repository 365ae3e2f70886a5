import { expect, test } from "vitest";
import { allowedStep } from "./allowed-step";
import { ONBOARDING_STEPS } from "./schema";

const ready = { step: "agent" as const, operation_id: "x", tenant: { status: "active" } };

test("nobody gets past the workspace without one", () => {
  const fresh = { step: "workspace" as const, operation_id: null, tenant: null };
  for (const step of [null, ...ONBOARDING_STEPS]) expect(allowedStep(step, fresh)).toBe("workspace");
});

test("while it is set up every address shows the progress", () => {
  const waiting = { ...ready, step: "provisioning" as const, tenant: { status: "provisioning" } };
  for (const step of [null, ...ONBOARDING_STEPS]) expect(allowedStep(step, waiting)).toBe("provisioning");
});

test("after a failure the progress tells why, and the form can be reached", () => {
  const failed = { step: "provisioning" as const, operation_id: "x", tenant: null };
  expect(allowedStep(null, failed)).toBe("provisioning");
  expect(allowedStep("plan", failed)).toBe("provisioning");
  expect(allowedStep("workspace", failed)).toBe("workspace");
});

test("with a workspace every step can be visited, and the wizard resumes where it was left", () => {
  expect(allowedStep(null, ready)).toBe("agent");
  for (const step of ["workspace", "invite", "agent", "plan", "done"] as const)
    expect(allowedStep(step, ready)).toBe(step);
  expect(allowedStep("provisioning", ready)).toBe("invite");
  expect(allowedStep(null, { ...ready, step: "provisioning" })).toBe("invite");
});
