import { GET as accept } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as begin } from "@/app/api/auth-flows/begin-hand-off/route";
import { POST as handOff } from "@/app/api/auth-flows/hand-off/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { PASSWORD } from "../lockout/victim";
import { type AccessReport, judge } from "../report";
import type { Cast } from "./cast";

const SESSION = "__Host-atrium.session";

/**
 * Signing a victim's browser in as the attacker: by the sign-in form from elsewhere, and by a link to the end of a flow
 * that the attacker began. (The ends of single sign-on are tried in the part `sso`.)
 */
export async function proveLoginCsrf(report: AccessReport, { tenant }: Cast): Promise<void> {
  await setPassword(tenant.owner.id, PASSWORD);
  const credentials = { email: tenant.owner.email, password: PASSWORD };
  for (const origin of ["https://evil.example", `http://${tenant.slug}.atrium.localhost:3000`, "null"]) {
    const victim = new TestBrowser();
    const answer = await victim.call(signIn, { body: credentials, headers: { origin } });
    const holds = answer.status === 403 && !victim.jar().has(SESSION);
    judge(report, "violations", holds, `the sign-in form from ${origin} was answered ${answer.status}`);
  }
  const attacker = new TestBrowser();
  await attacker.call(signIn, { body: credentials });
  const link = async () => {
    const { slug } = tenant;
    const begun = await attacker.call(begin, { slug, query: "?next=%2Fagents" });
    const { searchParams } = new URL(begun.headers.get("location") ?? "");
    const made = await attacker.call(handOff, { body: Object.fromEntries(searchParams) });
    return new URL(((await made.json()) as { url: string }).url);
  };
  const follow = async (victim: TestBrowser) => {
    await victim.call(accept, { slug: tenant.slug, query: (await link()).search });
    return victim.jar(tenant.slug).has(SESSION);
  };
  judge(
    report,
    "violations",
    !(await follow(new TestBrowser())),
    "a link to the end of a hand-off signs in a browser that began none",
  );
  const busy = new TestBrowser();
  await busy.call(begin, { slug: tenant.slug });
  judge(
    report,
    "violations",
    !(await follow(busy)),
    "a link to the end of somebody else's hand-off signs a browser in that began its own",
  );
  report.controls["csrf: the browser that began a hand-off gets its session"] = await follow(attacker);
}
