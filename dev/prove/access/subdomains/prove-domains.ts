import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { addDomain } from "@/lib/lifecycle/domains/add-domain";
import { checkDomain } from "@/lib/lifecycle/domains/check-domain";
import { removeDomain } from "@/lib/lifecycle/domains/remove-domain";
import { reverifyDomains } from "@/lib/lifecycle/domains/reverify-domains";
import type { DomainDto } from "@/lib/lifecycle/domains/schema";
import { forgetDomain, tenantOfDomain } from "@/lib/tenancy/resolve-host";
import { startDns, type TestDns } from "@/lib/testing/dns-server";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import { looksLike } from "./names";

type Stage = { report: AccessReport; dns: TestDns; tenant: TestTenant; thief: TestTenant };

/** A workspace's own host name: only with its own TXT record, only while that is there, and never one that is ours. */
export async function proveDomains(report: AccessReport): Promise<void> {
  const dns = await startDns();
  env().DNS_SERVERS.push(dns.address);
  try {
    const [tenant, thief] = await Promise.all([
      makeTenant({ planKey: "professional" }),
      makeTenant({ planKey: "professional" }),
    ]);
    const stage = { report, dns, tenant, thief };
    await refusedNames(stage);
    await proofs(stage);
    await dangling(stage);
  } finally {
    env().DNS_SERVERS.length = 0;
    await dns.close();
  }
}

const as = (tenant: TestTenant) => makeContext(tenant, tenant.owner);
const freshName = () => `portal-${newId().slice(-12)}.acme-shop.com`;
const holds = ({ report }: Stage, isTrue: boolean, what: string) => judge(report, "violations", isTrue, what);

async function serves(hostname: string): Promise<string | null> {
  forgetDomain(hostname);
  return tenantOfDomain(hostname);
}

async function refusedNames(stage: Stage): Promise<void> {
  const root = new URL(env().ATRIUM_ROOT_URL).hostname;
  // Capitals and a final dot are other spellings of the same name, which DNS does not tell apart.
  const alike = looksLike("acme").filter((label) => !/^[A-Za-z]+\.?$|^\s|\s$/.test(label));
  const names = [
    ...alike.map((label) => `${label}.com`),
    ...[root, `x.${root}`, `admin.${root}`, "localhost", "127.0.0.1", "co.uk", "github.io", "acme.local"],
  ];
  const ctx = await as(stage.thief);
  for (const hostname of names) {
    const isAdded = await addDomain(ctx, { hostname }).then(
      () => true,
      () => false,
    );
    holds(stage, !isAdded, `the host name ${JSON.stringify(hostname)} was taken`);
  }
  stage.report.figures["subdomains: host names refused"] = names.length;
}

/** Each wrong record, one by one; then the right one, its loss, and the grace's end. */
async function proofs(stage: Stage): Promise<void> {
  const { dns, tenant, thief, report } = stage;
  const hostname = freshName();
  const mine = await addDomain(await as(tenant), { hostname });
  const theirs = await addDomain(await as(thief), { hostname });
  const wrong: Record<string, string[] | null> = {
    "no record": null,
    "an empty record": [""],
    "another workspace's record": [mine.record.value],
    "the record's beginning": [theirs.record.value.slice(0, -1)],
    "the record and more": [`${theirs.record.value}x`],
    "the record in capitals": [theirs.record.value.toUpperCase()],
    "an SPF record that holds it": [`v=spf1 include:${theirs.record.value} -all`],
  };
  for (const [what, texts] of Object.entries(wrong)) {
    dns.records.delete(theirs.record.name);
    if (texts) dns.records.set(theirs.record.name, texts);
    const seen = await checkDomain(await as(thief), theirs.id);
    holds(stage, seen.status === "pending", `${what} proved a host name`);
    holds(stage, (await serves(hostname)) === null, `${what}: the host name is served`);
    if (what === "another workspace's record") {
      report.controls["subdomains: any of our records proves a host name"] = (texts ?? []).some((text) =>
        text.startsWith("atrium-verify="),
      );
    }
  }
  dns.records.set(mine.record.name, [mine.record.value]);
  await checkDomain(await as(tenant), mine.id);
  report.controls["subdomains: the right record proves it"] = (await serves(hostname)) === tenant.slug;
  dns.records.delete(mine.record.name);
  for (const days of [1, 2, 2]) {
    await age(mine, days);
    await reverifyDomains();
  }
  holds(stage, (await serves(hostname)) === null, "a host name is served days after its record is gone");
}

/** The customer's CNAME still points here when the workspace has given the name up, or lost it: nobody inherits it. */
async function dangling(stage: Stage): Promise<void> {
  const { dns, tenant, thief } = stage;
  for (const end of ["removed", "erased"] as const) {
    const owner = end === "removed" ? tenant : await makeTenant({ planKey: "professional" });
    const hostname = freshName();
    const domain = await addDomain(await as(owner), { hostname });
    dns.records.set(domain.record.name, [domain.record.value]);
    await checkDomain(await as(owner), domain.id);
    holds(stage, (await serves(hostname)) === owner.slug, "a proved host name is not served");
    if (end === "removed") await removeDomain(await as(owner), domain.id);
    else await forceStatus(owner.id, "erased");
    holds(stage, (await serves(hostname)) === null, `${end}: the host name is still served`);
    // The old record is still there, too: it names the old claim, not the thief's.
    const claimed = await addDomain(await as(thief), { hostname }).catch(() => null);
    const seen = claimed && (await checkDomain(await as(thief), claimed.id));
    holds(stage, seen?.status !== "verified", `${end}: another workspace took the host name over`);
    holds(stage, (await serves(hostname)) === null, `${end}: the host name leads to another workspace`);
    const again = end === "removed" ? await addDomain(await as(owner), { hostname }) : null;
    const back = again && (await checkDomain(await as(owner), again.id));
    holds(stage, back?.status !== "verified", `${end}: the old record proves the name a second time`);
  }
}

function age(domain: DomainDto, days: number): Promise<unknown> {
  return systemPool().query(
    `update platform.domains set last_checked_at = last_checked_at - make_interval(days => $2),
       failing_since = failing_since - make_interval(days => $2) where id = $1`,
    [domain.id, days],
  );
}
