import { POST as handOff } from "@/app/api/auth-flows/hand-off/route";
import { POST as reset } from "@/app/api/auth-flows/password-reset/route";
import { POST as discover } from "@/app/api/auth-flows/sign-in/discover/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { POST as signUp } from "@/app/api/auth-flows/sign-up/route";
import { POST as unlock } from "@/app/api/auth-flows/unlock/route";
import { POST as inviteUser } from "@/app/api/v1/users/route";
import type { RouteHandler } from "@/lib/api/route";
import { addressKey, emailKey } from "@/lib/auth/take-attempt";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { callRoute } from "@/lib/testing/call-route";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { PASSWORD } from "../lockout/victim";

export type Flow = { name: string; existing: () => Promise<Response>; absent: () => Promise<Response> };

/** Every flow that is given an address, a workspace's name or nothing but a guess. */
export async function makeFlows(): Promise<Flow[]> {
  const user = await makeUser();
  await setPassword(user.id, PASSWORD);
  const tenant = await makeTenant();
  const inviter = await makeTenant();
  const cookie = await sessionCookie(inviter.owner, { slug: inviter.slug });
  const nobody = () => `nobody-${newId().slice(-12)}@example.test`;
  const withEmail = (name: string, handler: RouteHandler, more: Record<string, unknown> = {}): Flow => ({
    name,
    existing: () => new TestBrowser().call(handler, { body: { email: user.email, ...more } }),
    absent: () => new TestBrowser().call(handler, { body: { email: nobody(), ...more } }),
  });
  const person = { first_name: "Eva", last_name: "Jansen", password: PASSWORD, accept_terms: true };
  const invite = (email: string) =>
    callRoute(inviteUser, { slug: inviter.slug, cookie, body: { email, role: "viewer" } });
  const onRoot = await sessionCookie(inviter.owner);
  const switchTo = (to: string) =>
    callRoute(handOff, { cookie: onRoot, body: { to, state: "x".repeat(43) } });
  const lockingSignIn = async (email: string) => {
    const browser = new TestBrowser();
    await standAtNine(email, browser.ip);
    return browser.call(signIn, { body: { email, password: "wrong" } });
  };
  return [
    withEmail("sign-in", signIn, { password: "wrong" }),
    withEmail("discovery", discover),
    withEmail("password reset", reset),
    withEmail("unlock", unlock),
    withEmail("sign-up", signUp, person),
    {
      name: "invitation",
      existing: async () => invite((await makeUser()).email),
      absent: () => invite(nobody()),
    },
    {
      name: "the sign-in that locks",
      existing: () => lockingSignIn(user.email),
      absent: () => lockingSignIn(nobody()),
    },
    {
      name: "somebody else's workspace",
      existing: () => switchTo(tenant.slug),
      absent: () => switchTo(`absent-${newId().slice(-12)}`),
    },
  ];
}

/** One more wrong password locks: the owner is mailed, where there is one. */
async function standAtNine(email: string, ip: string): Promise<void> {
  await systemPool().query("delete from platform.sign_in_guards where account_key = $1", [emailKey(email)]);
  await systemPool().query(
    "insert into platform.sign_in_guards (account_key, subject, failures) values ($1, $2, 9)",
    [emailKey(email), `address:${addressKey(ip)}`],
  );
}
