import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { GET as getMe } from "@/app/api/v1/me/route";
import { makeUser } from "@/lib/testing/make-tenant";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { PASSWORD } from "../lockout/victim";

export type Visitor = { id: string; email: string; browser: TestBrowser };

/** Somebody who is signed in on the root host. */
export async function makeVisitor(): Promise<Visitor> {
  const user = await makeUser();
  await setPassword(user.id, PASSWORD);
  const browser = new TestBrowser();
  await enter(browser, user.email);
  return { id: user.id, email: user.email, browser };
}

export async function enter(browser: TestBrowser, email: string): Promise<void> {
  const answer = await browser.call(signInRoute, { body: { email, password: PASSWORD } });
  if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status}`);
}

/** What a Cookie header is worth: the status of a request for the own profile. */
export async function worthOf(cookie: string, headers: Record<string, string> = {}): Promise<number> {
  return (await new TestBrowser().call(getMe, { headers: { ...(cookie && { cookie }), ...headers } })).status;
}
