import type { Page } from "@playwright/test";
import * as OTPAuth from "otpauth";
import { onHost, onRoot } from "./product";

/** The super admin of the demo data. */
const ADMIN = {
  email: "admin@atrium.example",
  password: "welcome-to-atrium",
  secret: "ATRIUMLOCALDEMOSECRETKEYABCDEFGH",
};
const STEP_MS = 30_000;

/** Signs the demo's super admin in to the back-office. A code works once, so a taken one waits for the next. */
export async function signInAsStaff(page: Page): Promise<void> {
  await page.goto(onRoot("/sign-in?to=admin"));
  await page.getByLabel("E-mail address").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  const code = page.getByLabel("Code");
  await code.waitFor();
  const totp = new OTPAuth.TOTP({ secret: OTPAuth.Secret.fromBase32(ADMIN.secret) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await code.fill(totp.generate());
    const isIn = await page
      .waitForURL((url) => url.href.startsWith(onHost("admin")), { timeout: 8_000 })
      .then(() => true)
      .catch(() => false);
    if (isIn) return;
    const untilNextStep = STEP_MS - (Date.now() % STEP_MS) + 500;
    await new Promise((resolve) => setTimeout(resolve, untilNextStep));
  }
  throw new Error("the super admin could not sign in");
}
