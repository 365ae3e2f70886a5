import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { emailKey } from "@/lib/auth/take-attempt";
import { systemPool } from "@/lib/infra/database/pools";
import { makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";

export const PASSWORD = "vivid otter paints 73 barns";

export type Victim = { email: string; key: string; known: TestBrowser };

/** Somebody with a password and a browser in which they have signed in. */
export async function makeVictim(): Promise<Victim> {
  const user = await makeUser();
  await setPassword(user.id, PASSWORD);
  const known = new TestBrowser();
  const victim = { email: user.email, key: emailKey(user.email), known };
  if ((await tryPassword(known, victim.email, PASSWORD)) !== 200)
    throw new Error("the victim cannot sign in");
  return victim;
}

/** The status of one attempt: 200 in, 401 looked at, 429 not looked at. */
export async function tryPassword(browser: TestBrowser, email: string, password: string): Promise<number> {
  return (await browser.call(signInRoute, { body: { email, password } })).status;
}

/** Lets time pass for the locks of an account, and for its addresses. */
export async function wait(key: string, minutes: number): Promise<void> {
  await systemPool().query(
    `update platform.sign_in_guards set failed_at = failed_at - make_interval(mins => $2),
       locked_until = locked_until - make_interval(mins => $2) where account_key = $1`,
    [key, minutes],
  );
  await systemPool().query("delete from platform.rate_limits where key like 'sign-in:ip:%'");
}
