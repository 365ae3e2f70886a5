import { cloneTenant } from "@/lib/back-office/transfers/clone-tenant";
import type { StaffContext, TenantContext, UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { checkSlug } from "@/lib/lifecycle/slugs/check-slug";
import { renameTenant } from "@/lib/lifecycle/slugs/rename-tenant";
import { RESERVED_SLUGS } from "@/lib/lifecycle/slugs/reserved-slugs";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { makeSuperAdmin } from "@/lib/testing/make-staff";
import { makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import { looksLike, MUST_BE_RESERVED } from "./names";

/** Resolves to whether the name was given away. */
type Door = (slug: string) => Promise<boolean>;

type Cast = { person: UserContext; tenant: TestTenant; ctx: TenantContext; doors: Record<string, Door> };

/** Reserved names, and names that look like them, at every door through which a workspace gets one. */
export async function proveNames(report: AccessReport, quick: boolean): Promise<void> {
  const { doors } = await makeCast();
  const missing = MUST_BE_RESERVED.filter((name) => !RESERVED_SLUGS.has(name));
  judge(report, "violations", missing.length === 0, `not reserved: ${missing.join(", ")}`);
  judge(report, "violations", RESERVED_SLUGS.size >= 150, `only ${RESERVED_SLUGS.size} names are reserved`);
  report.figures["subdomains: reserved names"] = RESERVED_SLUGS.size;
  const reserved = quick ? [...RESERVED_SLUGS].slice(0, 40) : [...RESERVED_SLUGS];
  for (const name of reserved) await tryDoors(report, doors, name, "reserved");
  const models = quick
    ? ["admin"]
    : ["admin", "login", "www", "support", "billing", "atrium", "api", "security"];
  const alike = [...new Set(models.flatMap(looksLike))];
  report.figures["subdomains: names that look like them"] = alike.length;
  for (const name of alike) await tryDoors(report, doors, name, "a look-alike");
  report.controls["subdomains: a free name is given away"] = await anyOf(
    doors,
    () => `f-${newId().slice(-12)}`,
  );
  const careless: Door = async (slug) => /^[\p{L}\p{N}-]+$/u.test(slug) && !RESERVED_SLUGS.has(slug);
  const passed = await Promise.all(alike.map((name) => careless(name)));
  report.controls["subdomains: letters of every script"] = passed.some(Boolean);
}

/** A name that was given up is nobody else's for 90 days and more, at every door. */
export async function proveQuarantine(report: AccessReport): Promise<void> {
  const { doors, tenant, ctx } = await makeCast();
  await renameTenant(ctx, tenant.id, { slug: `n-${newId().slice(-12)}` });
  const released = tenant.slug;
  const age = (days: number) =>
    systemPool().query(
      `update platform.tenant_slugs set released_at = released_at - make_interval(days => $2),
         redirect_until = redirect_until - make_interval(days => $2),
         quarantined_until = quarantined_until - make_interval(days => $2) where slug = $1`,
      [released, days],
    );
  let days = 0;
  for (const step of [0, 1, 29, 60, 1]) {
    await age(step);
    days += step;
    await tryDoors(report, doors, released, `released ${days} days ago`);
  }
  await age(365);
  report.controls["subdomains: years later it is free"] = await anyOf(doors, () => released);
  const erased = await makeTenant();
  await forceStatus(erased.id, "erased");
  await tryDoors(report, doors, erased.slug, "an erased workspace's");
}

async function makeCast(): Promise<Cast> {
  const [tenant, mover, user, staffUser] = await Promise.all([
    makeTenant({ planKey: "enterprise" }),
    makeTenant({ planKey: "enterprise" }),
    makeUser(),
    makeSuperAdmin(),
  ]);
  const person = makeUserContext(user);
  const staff = makeUserContext(staffUser);
  const asStaff: StaffContext = {
    ...staff,
    actor: { ...staff.actor, platformRole: "super_admin", mfaAt: new Date() },
  };
  const [ctx, other] = await Promise.all([
    makeContext(tenant, tenant.owner),
    makeContext(mover, mover.owner),
  ]);
  const done = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  const doors: Record<string, Door> = {
    "the answer to whether it is free": async (slug) => (await checkSlug(person, slug)).available,
    "a new workspace": (slug) => done(createTenant(person, { name: "Proof", slug })),
    "a renamed workspace": (slug) => done(renameTenant(other, mover.id, { slug })),
    "a copied workspace": (slug) => done(cloneTenant(asStaff, mover.id, { slug, name: "Proof" })),
  };
  return { person, tenant, ctx, doors };
}

async function tryDoors(
  report: AccessReport,
  doors: Cast["doors"],
  name: string,
  what: string,
): Promise<void> {
  for (const [door, open] of Object.entries(doors)) {
    judge(report, "violations", !(await open(name)), `${JSON.stringify(name)} (${what}) was had at ${door}`);
  }
}

/** Every door gives a good name away: that the others were refused is not because it is shut. */
async function anyOf(doors: Cast["doors"], name: () => string): Promise<boolean> {
  const results: boolean[] = [];
  for (const open of Object.values(doors)) results.push(await open(name()));
  return results[0] === true && results.filter(Boolean).length >= 2;
}
