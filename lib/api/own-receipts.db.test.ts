import { beforeEach, expect, test } from "vitest";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { GET as staffRoute } from "@/app/api/v1/admin/tenants/route";
import { POST as remove } from "@/app/api/v1/me/deletion/route";
import { PUT as askEmail } from "@/app/api/v1/me/email/route";
import { GET as openRoute } from "@/app/api/v1/me/receipts/[id]/route";
import { GET as listRoute } from "@/app/api/v1/me/receipts/route";
import { pruneReceipts } from "@/lib/access/receipts/prune-receipts";
import type { ReceiptDetail, ReceiptPage } from "@/lib/access/receipts/schema";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeUser, type TestUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

const PASSWORD = "vivid otter paints 73 barns";
const ROOT = "http://atrium.localhost:3000";
type Problem = { code: string; decision_id: string; receipt?: string };
let user: TestUser;
let browser: TestBrowser;

async function enter(who: TestUser): Promise<TestBrowser> {
  await setPassword(who.id, PASSWORD);
  const fresh = new TestBrowser();
  expect((await fresh.call(signIn, { body: { email: who.email, password: PASSWORD } })).status).toBe(200);
  return fresh;
}
const open = (id: string, from = browser) => from.call(openRoute, { params: { id } });
const list = async (from = browser) => ((await (await from.call(listRoute)).json()) as ReceiptPage).data;
const refused = async () =>
  (await (await browser.call(askEmail, { body: { email: "new@example.test" } })).json()) as Problem;

beforeEach(async () => {
  user = await makeUser();
  browser = await enter(user);
});

test("a refusal outside a workspace has a receipt that its holder opens, and nobody else", async () => {
  await ageProof(user.id);
  const problems = await Promise.all([1, 2, 3].map(refused));
  const [{ decision_id: id = "", receipt } = {} as Partial<Problem>] = problems;
  expect(receipt).toBe(`${ROOT}/decisions/${id}`);
  // Equal refusals of a minute have one.
  expect(new Set(problems.map((problem) => problem.decision_id))).toEqual(new Set([id]));
  const detail = (await (await open(id)).json()) as ReceiptDetail;
  expect(detail).toMatchObject({
    ...{ id, code: "step_up_required", method: "PUT", route: "/api/v1/me/email", plan: "" },
    ...{ actor: { type: "user", id: user.id }, is_mine: true, counter: null },
    ...{ fixes: [{ kind: "confirm_identity", who: [] }], request: null, may_request: false },
  });
  expect((await list()).map((row) => row.id)).toEqual([id]);
  const stranger = await enter(await makeUser());
  expect((await open(id, stranger)).status).toBe(404);
  expect(await list(stranger)).toEqual([]);
  expect((await open(id, new TestBrowser())).status).toBe(401);
  await systemPool().query(
    "update platform.own_receipts set created_at = now() - interval '31 days' where id = $1",
    [id],
  );
  await pruneReceipts();
  expect((await open(id)).status).toBe(404);
});

test("a limit of one's own is told with its counter, and a flood is written down 200 times a day", async () => {
  await systemPool().query(
    `insert into platform.own_receipts (id, user_id, code, method, route, fingerprint, minute)
     select gen_random_uuid(), $1, 'rate_limited', 'GET', '/x', n::text, now() from generate_series(1, 199) n`,
    [user.id],
  );
  let last: Problem | undefined;
  for (let tries = 0; tries < 30 && last?.code !== "rate_limited"; tries += 1) last = await refusedDeletion();
  const { counter, fixes } = (await (await open(last?.decision_id ?? "")).json()) as ReceiptDetail;
  expect(counter).toMatchObject({ used: 20, limit: 20 });
  expect(fixes).toMatchObject([{ kind: "wait" }]);
  await ageProof(user.id);
  const over = await refused();
  expect(over.decision_id).toBeTruthy();
  expect(over.receipt).toBeUndefined();
});

test("who is refused the back-office opens the reason on the root host", async () => {
  const session = await withSystem((tx) =>
    createSession(tx, {
      ...{ userId: user.id, method: "password", mfa: true },
      info: { requestId: "test", ip: "192.0.2.10", userAgent: "test" },
    }),
  );
  const [cookie = ""] = (await sealSession(session.sid, "admin.atrium.localhost:3000")).split(";");
  const answer = await callRoute(staffRoute, { slug: "admin", cookie });
  expect(answer.status).toBe(403);
  const { decision_id: id } = (await answer.json()) as Problem;
  expect(await (await open(id)).json()).toMatchObject({ code: "permission_denied", subject: "platform" });
});

async function refusedDeletion(): Promise<Problem> {
  const body = { workspaces: [{ id: user.id, action: "delete" }] };
  return (await (await browser.call(remove, { body })).json()) as Problem;
}
