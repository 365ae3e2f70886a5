import { TOTP } from "otpauth";
import { POST as signInRoute } from "@/app/api/auth-flows/sign-in/route";
import { POST as savedRoute } from "@/app/api/v1/me/totp/confirmation/route";
import { POST as beginRoute, PUT as proveRoute } from "@/app/api/v1/me/totp/route";
import { systemPool } from "@/lib/infra/database/pools";
import { makeUser, type TestUser } from "./make-tenant";
import { setPassword, TestBrowser } from "./test-browser";

const PASSWORD = "vivid otter paints 73 barns";

/** Somebody with a password who signs in through the product's own routes. */
export class TwoStepPerson {
  readonly user: TestUser;
  totp = new TOTP();
  codes: string[] = [];

  private constructor(user: TestUser) {
    this.user = user;
  }

  static async make(): Promise<TwoStepPerson> {
    const user = await makeUser();
    await setPassword(user.id, PASSWORD);
    return new TwoStepPerson(user);
  }

  /** A browser after the first step, whatever that opened. */
  async firstStep(browser = new TestBrowser(), password = PASSWORD): Promise<TestBrowser> {
    await browser.call(signInRoute, { body: { email: this.user.email, password } });
    return browser;
  }

  /** Connects an authenticator app in a signed-in browser and keeps the recovery codes. */
  async connectApp(browser: TestBrowser): Promise<void> {
    const { secret } = (await (await browser.call(beginRoute)).json()) as { secret: string };
    this.totp = new TOTP({ secret });
    const proved = await browser.call(proveRoute, { body: { code: this.totp.generate() } });
    const { recovery_codes: codes } = (await proved.json()) as { recovery_codes: string[] | null };
    if (codes) this.codes = codes;
    const saved = await browser.call(savedRoute, { body: { saved: true } });
    if (saved.status !== 204) throw new Error(`enrolment answered ${saved.status}`);
  }

  /** A code that nobody used: the app's clock and ours are what the database says was used last. */
  async freshCode(): Promise<string> {
    await systemPool().query("update platform.totp_factors set last_step = 0 where user_id = $1", [
      this.user.id,
    ]);
    return this.totp.generate();
  }
}

/** Makes the proof of identity of a person's sessions older than a change accepts. */
export function ageProof(userId: string): Promise<void> {
  return setProof(userId, "11 minutes");
}

/** As if the person had just proved who they are, with every cookie. */
export function freshenProof(userId: string): Promise<void> {
  return setProof(userId, "0 minutes");
}

async function setProof(userId: string, age: string): Promise<void> {
  await systemPool().query(
    `with own as (update platform.sessions set auth_at = now() - $2::interval where user_id = $1 returning id)
     update platform.session_keys set auth_at = now() - $2::interval where session_id in
       (select id from platform.sessions where user_id = $1)`,
    [userId, age],
  );
}
