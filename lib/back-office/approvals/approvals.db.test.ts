import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { POST as decide } from "@/app/api/v1/admin/approvals/[id]/decision/route";
import { POST as ask } from "@/app/api/v1/admin/approvals/[id]/messages/route";
import { PUT as snooze } from "@/app/api/v1/admin/approvals/[id]/snooze/route";
import { GET as list } from "@/app/api/v1/admin/approvals/route";
import { PUT as saveSettings } from "@/app/api/v1/admin/settings/route";
import { POST as answer } from "@/app/api/v1/operations/[id]/messages/route";
import type { RouteHandler } from "@/lib/api/route";
import { newId } from "@/lib/core/ids";
import { runProvisioning } from "@/lib/lifecycle/provisioning/run-provisioning";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeSuperAdmin, sessionCookie } from "@/lib/testing/make-staff";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { mailsTo } from "@/lib/testing/test-browser";
import { accountUsage } from "@/lib/usage/account-usage";
import { resumeOperations } from "@/worker/sweeps/resume-operations";
import { announceRequests } from "./announce-requests";
import type { ApprovalPage } from "./schema";

let staffCookie: string;
let person: TestUser;
beforeEach(async () => {
  [staffCookie, person] = await Promise.all([newStaff(), makeUser()]);
  await setMode("review");
});
afterEach(() => setMode("auto"));

async function newStaff() {
  return sessionCookie(await makeSuperAdmin(), { slug: "admin", mfa: true });
}
const asStaff = (handler: RouteHandler, id: string | null, body?: unknown, cookie = staffCookie) =>
  callRoute(handler, {
    slug: "admin",
    cookie,
    ...(id !== null && { params: { id } }),
    ...(body !== undefined && { body }),
  });
async function setMode(tenant_approval: string) {
  expect((await asStaff(saveSettings, null, { tenant_approval })).status).toBe(200);
}
async function request(user = person, name = "Reviewed") {
  const slug = `r-${newId().slice(-12)}`;
  const made = await createTenant(makeUserContext(user), { name, slug, locale: "nl" });
  const review = await withSystem((tx) =>
    tx.tenantReview.findUniqueOrThrow({ where: { operationId: made.operation.id } }),
  );
  return { ...made, slug, reviewId: review.id, accountId: review.accountId };
}
async function queue(query = ""): Promise<ApprovalPage> {
  const response = await callRoute(list, { slug: "admin", cookie: staffCookie, query });
  expect(response.status).toBe(200);
  return (await response.json()) as ApprovalPage;
}
const tenantsCounted = async (accountId: string) =>
  (await accountUsage(accountId)).find((row) => row.meter === "tenants")?.used;
const templates = async (email: string) => (await mailsTo(email)).map((mail) => mail.template);

describe("with review on", () => {
  test("a new workspace waits: address and limit held, nothing set up, the person told", async () => {
    const made = await request();
    expect(made.tenant.status).toBe("pending_approval");
    expect(made.operation).toMatchObject({ state: "pending", review: { state: "waiting", reason: null } });
    expect(await tenantsCounted(made.accountId)).toBe(1);
    expect(await templates(person.email)).toEqual(["tenant_under_review"]);
    expect(await runProvisioning(made.operation.id)).toBe("waiting");
    await resumeOperations();
    const other = makeUserContext(await makeUser());
    await expect(createTenant(other, { name: "Copy", slug: made.slug })).rejects.toMatchObject({
      details: { reason: "slug_taken" },
    });
    const row = (await queue()).data.find((entry) => entry.id === made.reviewId);
    expect(row).toMatchObject({
      state: "waiting",
      slug: made.slug,
      progress: { state: "pending", done: 1, total: 6 },
      signals: { email_kind: "company", email_domain: "example.test", requests_by_account: 1 },
    });
  });

  test("approved, it is set up and opens", async () => {
    const made = await request();
    const response = await asStaff(decide, made.reviewId, { decision: "approve" });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ id: made.reviewId, state: "approved" });
    expect(await runProvisioning(made.operation.id)).toBe("succeeded");
    const tenant = await withSystem((tx) => tx.tenant.findUniqueOrThrow({ where: { id: made.tenant.id } }));
    expect(tenant.status).toBe("active");
    expect(await templates(person.email)).toContain("welcome");
    const [row] = (await queue("?list=decided")).data;
    expect(row).toMatchObject({ id: made.reviewId, progress: { state: "succeeded", done: 6 } });
    const event = await withSystem((tx) =>
      tx.platformEvent.findFirstOrThrow({ where: { tenantId: made.tenant.id, action: "approval.approved" } }),
    );
    expect(event.actorType).toBe("user");
  });

  test("rejected, address and limit are free again and the reason is mailed and shown", async () => {
    const made = await request();
    const reason = "We could not find the company";
    expect((await asStaff(decide, made.reviewId, { decision: "reject", reason })).status).toBe(201);
    expect(await withSystem((tx) => tx.tenant.count({ where: { slug: made.slug } }))).toBe(0);
    expect(await tenantsCounted(made.accountId)).toBe(0);
    expect(await mailsTo(person.email)).toContainEqual(
      expect.objectContaining({ template: "tenant_rejected", data: { tenantName: "Reviewed", reason } }),
    );
    expect(await runProvisioning(made.operation.id)).toBe("failed");
    const again = await createTenant(makeUserContext(person), { name: "Again", slug: made.slug });
    expect(again.tenant.status).toBe("pending_approval");
  });

  test("of many decisions at once by two people exactly one counts", async () => {
    const made = await request();
    const colleague = await newStaff();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        asStaff(
          decide,
          made.reviewId,
          n % 2 ? { decision: "approve" } : { decision: "reject", reason: "No company" },
          n % 3 ? staffCookie : colleague,
        ),
      ),
    );
    expect(answers.map((response) => response.status).sort()).toEqual([201, ...Array(11).fill(409)]);
    const events = await withSystem((tx) =>
      tx.platformEvent.count({
        where: { tenantId: made.tenant.id, action: { in: ["approval.approved", "approval.rejected"] } },
      }),
    );
    expect(events).toBe(1);
  });

  test("a question goes to the applicant, and the answer comes back to the queue", async () => {
    const made = await request();
    const cookie = await sessionCookie(person);
    const reply = (body: string, session = cookie) =>
      callRoute(answer, { cookie: session, params: { id: made.operation.id }, body: { body } });
    expect((await asStaff(ask, made.reviewId, { body: "Which company?" })).status).toBe(201);
    expect(await templates(person.email)).toContain("tenant_info_requested");
    const week = new Date(Date.now() + 7 * 86_400_000).toISOString();
    expect((await asStaff(snooze, made.reviewId, { until: week })).status).toBe(200);
    expect((await queue()).data.map((row) => row.id)).not.toContain(made.reviewId);
    expect((await queue("?list=snoozed")).data.map((row) => row.id)).toContain(made.reviewId);

    const stranger = await sessionCookie(await makeUser());
    expect((await reply("Not mine", stranger)).status).toBe(404);
    const response = await reply("Example Ltd");
    expect(response.status).toBe(201);
    const body = (await response.json()) as { review: unknown };
    expect(body.review).toMatchObject({
      state: "waiting",
      messages: [
        { author: "staff", author_name: "", body: "Which company?" },
        { author: "applicant", body: "Example Ltd" },
      ],
    });
    expect((await queue()).data.find((row) => row.id === made.reviewId)?.messages).toHaveLength(2);
    await asStaff(decide, made.reviewId, { decision: "approve" });
    expect((await reply("Too late")).status).toBe(409);
    expect((await asStaff(ask, made.reviewId, { body: "Too late" })).status).toBe(409);
  });

  test("what looks alike is pointed out", async () => {
    const word = `acme${newId().slice(-6)}`;
    await request(await makeUser(), `${word} Trading B.V.`);
    await request(await makeUser({ email: `one@${word}.test` }), "Quite different");
    const copy = await request(await makeUser({ email: `two@${word}.test` }), `${word} Tradlng`);
    const burner = await request(await makeUser({ email: `x-${word}@mailinator.com` }), "Burner");
    const rows = (await queue("?limit=100")).data;
    const signalsOf = (id: string) => rows.find((row) => row.id === id)?.signals;
    expect(signalsOf(copy.reviewId)?.similar.map((row) => row.name)).toEqual([`${word} Trading B.V.`]);
    expect(signalsOf(copy.reviewId)?.same_domain.map((row) => row.name)).toEqual(["Quite different"]);
    expect(signalsOf(burner.reviewId)).toMatchObject({ email_kind: "disposable", same_domain: [] });
    expect(signalsOf(burner.reviewId)?.requests_by_ip).toBeGreaterThan(3);
  });

  test("the queue pages by age, each request once", async () => {
    for (let n = 0; n < 3; n += 1) await request(await makeUser());
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: ApprovalPage = await queue(`?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
      ids.push(...page.data.map((row) => row.id));
      cursor = page.page.next_cursor;
    } while (cursor);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await queue()).counts.open);
  });
});

test("only staff decide, on requests that exist, with a reason to reject", async () => {
  const made = await request();
  const outsider = await sessionCookie(person, { slug: "admin", mfa: true });
  for (const handler of [decide, ask]) {
    expect((await asStaff(handler, made.reviewId, { decision: "approve" }, outsider)).status).toBe(403);
  }
  expect((await asStaff(decide, newId(), { decision: "approve" })).status).toBe(404);
  expect((await asStaff(decide, made.reviewId, { decision: "reject" })).status).toBe(422);
  const past = new Date(Date.now() - 1000).toISOString();
  expect((await asStaff(snooze, made.reviewId, { until: past })).status).toBe(422);
  const events = await withSystem((tx) =>
    tx.platformEvent.findMany({ where: { action: "platform.settings_changed" } }),
  );
  expect(events.at(-1)).toMatchObject({ after: { tenant_approval: "review" } });
});

test("without review nothing waits", async () => {
  await setMode("auto");
  const { tenant, operation } = await createTenant(makeUserContext(person), {
    name: "At once",
    slug: `n-${newId().slice(-12)}`,
  });
  expect(tenant.status).toBe("provisioning");
  expect(operation.review).toBeNull();
});

describe("mail to staff", () => {
  const waiting = async (email: string) =>
    (await mailsTo(email)).filter((mail) => mail.template === "requests_waiting");
  const later = () =>
    withSystem(
      (tx) =>
        tx.$executeRaw`update platform.tenant_reviews set announced_at = announced_at - interval '16 min'`,
    );

  test("names what is new once, at most every 15 minutes, and again after an answer", async () => {
    await announceRequests();
    await later();
    const staff = await makeSuperAdmin();
    const first = await request(person, "Bakery");
    expect(await announceRequests()).toBe(1);
    await request(await makeUser(), "Butcher");
    expect(await announceRequests()).toBe(0);
    await later();
    expect(await announceRequests()).toBe(1);
    expect((await waiting(staff.email)).map((mail) => mail.data)).toEqual([
      { count: 1, names: ["Bakery"] },
      { count: 1, names: ["Butcher"] },
    ]);
    await later();
    expect(await announceRequests()).toBe(0);
    await callRoute(answer, {
      cookie: await sessionCookie(person),
      params: { id: first.operation.id },
      body: { body: "It is for our bakery" },
    });
    expect(await announceRequests()).toBe(1);
    expect(await waiting(person.email)).toEqual([]);
  });
});
