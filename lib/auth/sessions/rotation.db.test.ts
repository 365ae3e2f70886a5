import { beforeEach, expect, test } from "vitest";
import { GET as accept } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as begin } from "@/app/api/auth-flows/begin-hand-off/route";
import { POST as handOff } from "@/app/api/auth-flows/hand-off/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as signOut } from "@/app/api/auth-flows/sign-out/route";
import { PUT as putPassword } from "@/app/api/v1/me/password/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { POST as stepUp } from "@/app/api/v1/me/step-up/route";
import { POST as beginTotp } from "@/app/api/v1/me/totp/route";
import { peekRequest } from "@/lib/access/peek-request";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { ageProof } from "@/lib/testing/two-step-person";

const PASSWORD = "vivid otter paints 73 barns";
const FRESH = "seven quiet lanterns 42";
let tenant: TestTenant;
let browser: TestBrowser;

beforeEach(async () => {
  tenant = await makeTenant();
  await setPassword(tenant.owner.id, PASSWORD);
  browser = new TestBrowser();
  const body = { email: tenant.owner.email, password: PASSWORD };
  expect((await browser.call(signIn, { body })).status).toBe(200);
});

/** Takes the session over on the workspace's host. */
async function open(slug = tenant.slug): Promise<void> {
  const begun = new URL((await browser.call(begin, { slug })).headers.get("location") ?? "");
  const made = await browser.call(handOff, { body: Object.fromEntries(begun.searchParams) });
  const { url } = (await made.json()) as { url: string };
  await browser.call(accept, { slug, query: new URL(url).search });
}

const worth = async (cookie: string, slug = "") =>
  (await callRoute(getMe, { cookie, ...(slug && { slug }) })).status;
const mayEnrol = (cookie: string, slug = "") =>
  callRoute(beginTotp, {
    cookie,
    ...(slug && { slug }),
    headers: { origin: `http://${slug ? `${slug}.` : ""}atrium.localhost:3000` },
  });

test("a proof of identity replaces the cookie: the old one is worth one request more, with the old rights", async () => {
  const { slug } = tenant;
  await open();
  await ageProof(tenant.owner.id);
  const old = { root: browser.cookieHeader(), there: browser.cookieHeader(slug) };
  expect(old.there).not.toBe("");
  expect((await mayEnrol(old.there, slug)).status).toBe(403);
  expect((await browser.call(stepUp, { slug, body: { password: PASSWORD } })).status).toBe(204);
  expect((await mayEnrol(browser.cookieHeader(slug), slug)).status).toBe(200);
  // The guess for redirects does not use up the one request that was under way; then that one is over.
  await peekRequest(new Headers({ host: `${slug}.atrium.localhost:3000`, cookie: old.there }));
  const late = await Promise.all([1, 2, 3].map(() => mayEnrol(old.there, slug)));
  expect(late.map(({ status }) => status).sort()).toEqual([401, 401, 403]);
  expect(await worth(old.there, slug)).toBe(401);
  // The other host's cookie goes on, and nobody raised it.
  expect(await worth(old.root)).toBe(200);
  expect((await mayEnrol(old.root)).status).toBe(403);
  // A hand-off takes along what the root host's cookie has proved, not what another has.
  await open();
  expect((await mayEnrol(browser.cookieHeader(slug), slug)).status).toBe(403);
  await browser.call(signOut, { slug });
  expect([await worth(browser.cookieHeader()), await worth(old.root)]).toEqual([401, 401]);
});

test("two proofs at once leave one new cookie; ten seconds later the old one is worth nothing", async () => {
  const old = browser.cookieHeader();
  const answers = await Promise.all(
    [1, 2].map(() => callRoute(stepUp, { cookie: old, body: { password: PASSWORD } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  await systemPool().query(
    "update platform.sessions set replaced_at = replaced_at - interval '11 seconds', grace_used = false where user_id = $1",
    [tenant.owner.id],
  );
  expect(await worth(old)).toBe(401);
});

test("a new password ends every other cookie of the session, on every host", async () => {
  await open();
  const root = browser.cookieHeader();
  const old = browser.cookieHeader(tenant.slug);
  const body = { current_password: PASSWORD, new_password: FRESH };
  expect((await browser.call(putPassword, { slug: tenant.slug, body })).status).toBe(204);
  expect((await browser.call(getMe, { slug: tenant.slug })).status).toBe(200);
  expect(await worth(root)).toBe(401);
  await worth(old, tenant.slug);
  expect(await worth(old, tenant.slug)).toBe(401);
});
