import { expect, test, vi } from "vitest";
import { seededRandom } from "../random";
import { makeFlows } from "./enumeration/flows";
import { leakyVerify } from "./enumeration/leaky-verify";
import { compareAnswers } from "./enumeration/prove-enumeration";
import { controlCounts, proveOneChallenge } from "./factors/guessing";
import { proveLattice } from "./factors/lattice";
import { proveRecoveryCodes } from "./factors/recovery-codes";
import { proveReplay } from "./factors/replay";
import { proveHosts } from "./hosts/prove-hosts";
import { naiveGuard } from "./lockout/naive-guard";
import { attack } from "./lockout/prove-lockout";
import { proveRedirects } from "./redirects/prove-redirects";
import { emptyReport } from "./report";
import { proveScim } from "./scim/prove-scim";
import { proveSessions } from "./sessions/prove-sessions";
import { proveSso } from "./sso/prove-sso";
import { proveSubdomains } from "./subdomains/prove-subdomains";
import { proveSupport } from "./support/prove-support";
import { proveTokens } from "./tokens/prove-tokens";

// Each loads many routes and compares many passwords: a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000 });
const STAGE = {
  seed: 1,
  random: seededRandom(1),
  quick: true,
  say: () => undefined,
  superUrl: "",
  remove: async () => undefined,
};

test("sessions end everywhere with the next request, and nearly right cookies open nothing", async () => {
  const report = emptyReport();
  await proveSessions(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no second factor is guessed, used twice or left out, and no lock is gone round", async () => {
  const report = emptyReport();
  await proveLattice(report, 19);
  await proveOneChallenge(report, 20);
  report.controls["read first, write later"] = await controlCounts();
  await proveReplay(report, 6);
  await proveRecoveryCodes(report, 6);
  await attack(report, { guesses: 20, addresses: 1, parallel: 10 });
  report.controls["a guard that reads first"] = (await naiveGuard(60)) > 10;
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(70);
  expect(Object.values(report.controls)).toEqual([true, true, true, true, true]);
});

test("every single-use secret is good once, in time, whole and for its own purpose", async () => {
  const report = emptyReport();
  await proveTokens(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(400);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no flow answers an address that has an account otherwise than one that has none", async () => {
  const report = emptyReport();
  for (const flow of await makeFlows()) await compareAnswers(report, flow);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBe(8);
  // By time it takes two hundred rounds; that a password which is compared with nothing shows takes a few.
  const leak = await leakyVerify(8);
  expect(leak.p).toBeLessThanOrEqual(0.01);
  expect(leak.medianDifferenceMs).toBeGreaterThan(5);
});

test("no forged assertion or token of a workspace's own provider signs anybody in", async () => {
  const report = emptyReport();
  await proveSso(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(60);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no workspace gets a reserved, look-alike or released address, nor a host name that it has not proved", async () => {
  const report = emptyReport();
  await proveSubdomains(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("a directory reaches its own entries only, and loses no parallel change", async () => {
  const report = emptyReport();
  await proveScim(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(90);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no address from outside leads a browser away from here", async () => {
  const report = emptyReport();
  await proveRedirects(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no link in a mail follows what a request says of its host", async () => {
  const report = emptyReport();
  await proveHosts(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(Object.values(report.controls)).not.toContain(false);
});

test("no support session changes what is off limits, lasts, or travels", async () => {
  const report = emptyReport();
  await proveSupport(STAGE, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(300);
  expect(Object.values(report.controls)).not.toContain(false);
});
