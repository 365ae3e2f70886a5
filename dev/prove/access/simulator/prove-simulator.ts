import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { makeTenant } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";

import { makeRandomWorld } from "./random-world";
import { askingContext, HERE, keySubject, memberSubject } from "./subjects";

/**
 * The Access page's answer against the real request's: every permission, random members, service accounts, keys, plans and
 * policies.
 */
export async function proveSimulator(stage: AccessStage, report: AccessReport): Promise<void> {
  const worlds = stage.quick ? 4 : 40;
  let [asked, yes] = [0, 0];
  for (let at = 0; at < worlds; at += 1) {
    const counted = await compareRandomWorld(stage.random, report);
    asked += counted.asked;
    yes += counted.yes;
  }
  report.figures["simulator questions"] = `${asked}, of which ${yes} were allowed`;
  judge(report, "violations", yes > 0 && yes < asked, "the simulator's worlds are all of one kind");
  report.controls["simulator: answers from roles alone"] = await controlRolesAlone(stage);
  report.controls["simulator: a bound key answered by its maker's roles"] = await controlMakerAlone();
}

/** Asks about everybody and every key of one random workspace, each permission both ways. */
export async function compareRandomWorld(random: () => number, report: AccessReport) {
  const counted = { asked: 0, yes: 0 };
  for (const subject of (await makeRandomWorld(random)).subjects) {
    for (const permission of PERMISSION_KEYS) {
      const real = await subject.real(permission);
      const told = await subject.simulate(permission);
      counted.asked += 1;
      if (real.allowed) counted.yes += 1;
      const what = `${real.what} ${permission}: page says ${told}, request says ${real.allowed}`;
      judge(report, "simulator_mismatches", told === real.allowed, what);
    }
  }
  return counted;
}

/** A page that looked at roles alone would be wrong as soon as a workspace is closed or a plan lacks something. */
async function controlRolesAlone(stage: AccessStage): Promise<boolean> {
  const tenant = await makeTenant({ status: "restricted" });
  const ctx = await askingContext(tenant);
  const subject = memberSubject(ctx, tenant, tenant.owner, { where: "restricted", ip: HERE, mfa: false });
  stage.random();
  const answers = await Promise.all(
    PERMISSION_KEYS.map(
      async (permission) => (await subject.real(permission)).allowed === ctx.permissions.has(permission),
    ),
  );
  return answers.includes(false);
}

/** A page that forgot the roles of a key would give it everything that its maker may do. */
async function controlMakerAlone(): Promise<boolean> {
  const tenant = await makeTenant();
  const ctx = await askingContext(tenant);
  const made = await createApiKey(ctx, { name: "Bound", roles: [{ role: "viewer" }] });
  const key = { ...made, host: tenant.slug };
  const { allowed } = await keySubject(ctx, key, { where: "bound", ip: HERE }).real("members:invite");
  return !allowed && ctx.permissions.has("members:invite");
}
