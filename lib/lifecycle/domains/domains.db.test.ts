import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as accept } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as begin } from "@/app/api/auth-flows/begin-hand-off/route";
import { GET as servedRoute } from "@/app/api/v1/served-domains/route";
import { resolveRequest } from "@/lib/access/resolve-request";
import { createHandOff } from "@/lib/auth/hand-off/create-hand-off";
import { handOffStart } from "@/lib/auth/hand-off/hand-off-start";
import { systemPool } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { hostnameProblem } from "@/lib/tenancy/policies/hostname-problem";
import { forgetDomain, resolveHost } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { startDns, type TestDns } from "@/lib/testing/dns-server";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { setFeature } from "../features/set-feature";
import { addDomain } from "./add-domain";
import { checkDomain } from "./check-domain";
import { listDomains } from "./list-domains";
import { removeDomain } from "./remove-domain";
import { reverifyDomains } from "./reverify-domains";
import type { DomainDto } from "./schema";

const DAY_MS = 86_400_000;
let dns: TestDns;
let tenant: TestTenant;
let other: TestTenant;
let count = 0;
beforeAll(async () => {
  [dns, other] = await Promise.all([startDns(), makeTenant({ planKey: "professional" })]);
  env().DNS_SERVERS.push(dns.address);
});
afterAll(async () => {
  env().DNS_SERVERS.length = 0;
  await dns.close();
});
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
  count += 1;
});

const admin = (of: TestTenant = tenant) => makeContext(of, of.owner);
const name = () => `portal${count}.acme-shop.com`;
const host = (hostname = name()) => `${hostname}:3000`;
const publish = (domain: DomainDto) => dns.records.set(domain.record.name, ["other", domain.record.value]);

async function proved(of: TestTenant = tenant): Promise<DomainDto> {
  const domain = await addDomain(await admin(of), { hostname: name() });
  publish(domain);
  return checkDomain(await admin(of), domain.id);
}

const actions = (of: TestTenant = tenant) => tenantActions(of.id);

const mails = () => withSystem((tx) => tx.outboxItem.count({ where: { queue: "mail" } }));

describe("proving a name", () => {
  test("nothing is served before the record is there, and everything after", async () => {
    const domain = await addDomain(await admin(), { hostname: ` ${name().toUpperCase()}. ` });
    expect(domain).toMatchObject({ hostname: name(), status: "pending", last_result: null });
    expect(await resolveHost(host())).toEqual({ kind: "unknown" });
    expect(await checkDomain(await admin(), domain.id)).toMatchObject({
      status: "pending",
      last_result: "record_missing",
    });
    dns.records.set(domain.record.name, ["atrium-verify=somebody-elses"]);
    expect((await checkDomain(await admin(), domain.id)).last_result).toBe("record_wrong");
    publish(domain);
    expect(await checkDomain(await admin(), domain.id)).toMatchObject({
      status: "verified",
      last_result: "verified",
    });
    expect(await resolveHost(host())).toEqual({ kind: "tenant", slug: tenant.slug, domain: name() });
    const resolved = await resolveRequest({
      host: host(),
      cookie: null,
      requestId: "r",
      ip: null,
      userAgent: null,
    });
    expect(resolved).toMatchObject({ kind: "signed_out", tenant: { id: tenant.id } });
    expect(await actions()).toEqual(["domain.added", "domain.verified"]);
  });

  test("DNS that does not answer says nothing about the name", async () => {
    const domain = await proved();
    dns.silence(true);
    try {
      expect(await checkDomain(await admin(), domain.id)).toMatchObject({
        status: "verified",
        last_result: "dns_unreachable",
      });
    } finally {
      dns.silence(false);
    }
  }, 20_000);

  test("names on another port, below it or above it are not it", async () => {
    await proved();
    for (const wrong of [
      name(),
      `${name()}:81`,
      `x.${name()}:3000`,
      "acme-shop.com:3000",
      `${name()}.:3000`,
    ]) {
      expect(await resolveHost(wrong)).toEqual({ kind: "unknown" });
    }
  });

  test("a claim blocks nobody: the first proof wins, also of twenty at once", async () => {
    const squatted = await addDomain(await admin(other), { hostname: name() });
    const mine = await addDomain(await admin(), { hostname: name() });
    dns.records.set(mine.record.name, [mine.record.value, squatted.record.value]);
    const [one, two] = [await admin(), await admin(other)];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 ? checkDomain(one, mine.id) : checkDomain(two, squatted.id),
      ),
    );
    const winners = new Set(results.filter((row) => row.status === "verified").map((row) => row.id));
    expect(winners.size).toBe(1);
    expect(results.filter((row) => row.last_result === "taken").length).toBeGreaterThan(0);
    const { rows } = await systemPool().query(
      "select 1 from platform.domains where hostname = $1 and status = 'verified'",
      [name()],
    );
    expect(rows).toHaveLength(1);
  });

  test("a proved name cannot be claimed, and is free again when given up", async () => {
    const domain = await proved(other);
    await expect(addDomain(await admin(), { hostname: name() })).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "domain_taken" },
    });
    await removeDomain(await admin(other), domain.id);
    expect(await resolveHost(host())).toEqual({ kind: "unknown" });
    expect((await proved()).status).toBe("verified");
  });

  test("another tenant's record proves nothing for me", async () => {
    const theirs = await addDomain(await admin(other), { hostname: name() });
    const mine = await addDomain(await admin(), { hostname: name() });
    publish(theirs);
    expect((await checkDomain(await admin(), mine.id)).last_result).toBe("record_wrong");
  });
});

describe("who may", () => {
  test("viewers and other tenants find nothing to change", async () => {
    const domain = await proved();
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    const ctx = await makeContext(tenant, viewer);
    for (const attempt of [
      addDomain(ctx, { hostname: "a.acme-shop.com" }),
      checkDomain(ctx, domain.id),
      removeDomain(ctx, domain.id),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: "permission_denied" });
    }
    const stranger = await admin(other);
    await expect(checkDomain(stranger, domain.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(removeDomain(stranger, domain.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listDomains(stranger)).data.map((row) => row.id)).not.toContain(domain.id);
  });

  test("the plan must have it, and losing it stops serving", async () => {
    const free = await makeTenant({ planKey: "free" });
    await expect(addDomain(await admin(free), { hostname: name() })).rejects.toMatchObject({
      code: "feature_unavailable",
    });
    await proved();
    await setFeature(await admin(), "custom_domains", { enabled: false });
    forgetDomain(name());
    expect(await resolveHost(host())).toEqual({ kind: "unknown" });
  });

  test("at most ten, none twice", async () => {
    await addDomain(await admin(), { hostname: name() });
    await expect(addDomain(await admin(), { hostname: name() })).rejects.toMatchObject({
      details: { reason: "domain_added" },
    });
    for (let index = 1; index < 10; index += 1) {
      await addDomain(await admin(), { hostname: `n${index}.${name()}` });
    }
    await expect(addDomain(await admin(), { hostname: `x.${name()}` })).rejects.toMatchObject({
      code: "limit_reached",
    });
  });

  test.each([
    [
      "hostname_format",
      ["acme", "a..com", "-a.com", "a-.com", "a_b.com", "http://a.com", "a.com/x", "a b.com"],
    ],
    [
      "hostname_format",
      ["127.0.0.1", "::1", "a.com:80", "a.c0m", "*.acme-shop.com", "a.com\r\nHost: x", "."],
    ],
    ["hostname_not_ascii", ["аcme.com", "ácme.com", "acme。com", "acme.com\u200b"]],
    ["hostname_punycode", ["xn--cme-6cd.com", "a.xn--p1ai", "ab--cd.com"]],
    ["hostname_ours", ["atrium.localhost", "acme.atrium.localhost", "admin.atrium.localhost"]],
    [
      "hostname_reserved",
      ["acme.local", "a.internal", "www.example.com", "printer.lan", "x.onion", "a.test"],
    ],
    ["hostname_public_suffix", ["co.uk", "github.io", "com.au"]],
    [null, ["acme.com", "portal.acme.co.uk", "a1.b-2.acme.museum"]],
  ] as const)("%s: %j", (problem, names) => {
    for (const hostname of names) expect([hostname, hostnameProblem(hostname)]).toEqual([hostname, problem]);
  });
});

describe("looking again", () => {
  const age = (id: string, days: number) =>
    systemPool().query(
      `update platform.domains set last_checked_at = last_checked_at - make_interval(days => $2),
         failing_since = failing_since - make_interval(days => $2) where id = $1`,
      [id, days],
    );
  const read = async () => (await listDomains(await admin())).data[0];

  test("a lost record means a mail and three days, then the name is free", async () => {
    const domain = await proved();
    const before = await mails();
    await age(domain.id, 1);
    await reverifyDomains();
    expect(await read()).toMatchObject({ status: "verified", last_result: "verified" });
    dns.records.delete(domain.record.name);
    await age(domain.id, 1);
    await reverifyDomains();
    expect(await read()).toMatchObject({ status: "failing", last_result: "record_missing" });
    expect(await mails()).toBe(before + 1);
    expect(await resolveHost(host())).toMatchObject({ kind: "tenant" });
    await age(domain.id, 1);
    await reverifyDomains();
    expect(await mails()).toBe(before + 1);
    await age(domain.id, 2);
    await reverifyDomains();
    expect(await read()).toMatchObject({ status: "pending", verified_at: null });
    expect(await mails()).toBe(before + 2);
    expect(await resolveHost(host())).toEqual({ kind: "unknown" });
    expect((await actions()).slice(2)).toEqual(["domain.failing", "domain.dropped"]);
  });

  test("a record that comes back ends the doubt", async () => {
    const domain = await proved();
    dns.records.delete(domain.record.name);
    await reverifyDomains(new Date(Date.now() + DAY_MS));
    publish(domain);
    await reverifyDomains(new Date(Date.now() + 2 * DAY_MS));
    expect(await read()).toMatchObject({ status: "verified", drops_at: null });
  });
});

describe("signing in on an own name", () => {
  test("begins there, ends there, and the code works on that host alone", async () => {
    await proved();
    const begun = await callRoute(begin, { headers: { host: host() }, query: "?next=/agents" });
    expect(begun.status).toBe(303);
    const switchUrl = new URL(begun.headers.get("location") ?? "");
    expect([switchUrl.host, switchUrl.searchParams.get("to")]).toEqual(["atrium.localhost:3000", name()]);
    const ctx = makeUserContext(tenant.owner);
    const stranger = makeUserContext(other.owner);
    const input = { to: name(), state: switchUrl.searchParams.get("state") ?? "" };
    await expect(createHandOff(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await systemPool().query(
      `insert into platform.sessions (id, sid_hash, user_id, method, idle_expires_at, absolute_expires_at)
       values ($1::uuid, decode(md5($1::text), 'hex'), $2, 'password', now() + interval '1 hour', now() + interval '1 day')`,
      [ctx.actor.sessionId, tenant.owner.id],
    );
    const url = new URL(await createHandOff(ctx, { ...input, next: "/agents" }));
    expect(url.host).toBe(host());
    const cookie = (begun.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const wrong = await callRoute(accept, { slug: tenant.slug, query: url.search, headers: { cookie } });
    expect(wrong.headers.get("set-cookie") ?? "").not.toContain("__Host-atrium.session");
    const done = await callRoute(accept, { query: url.search, headers: { host: host(), cookie } });
    expect(done.headers.get("location")).toBe(`http://${host()}/agents`);
    expect(done.headers.get("set-cookie")).toContain("__Host-atrium.session");
  });

  test("a name that nobody proved leads nowhere", async () => {
    expect(await handOffStart("evil.acme-shop.com", "/")).toBeNull();
    await addDomain(await admin(), { hostname: name() });
    expect(await handOffStart(name(), "/")).toBeNull();
    expect((await callRoute(begin, { headers: { host: host() } })).status).toBe(404);
  });

  test("a proxy may ask which names deserve a certificate", async () => {
    await proved();
    const ask = (domain: string) => callRoute(servedRoute, { query: `?domain=${domain}` });
    expect((await ask(name())).status).toBe(200);
    expect((await ask("evil.acme-shop.com")).status).toBe(404);
    expect((await ask("%00")).status).toBe(404);
  });
});
