import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { enterCredentials } from "./credentials";
import { expect, expectAccessible, untilAwake } from "./fixtures";
import { onHost, onRoot, product } from "./product";

export type Staff = { email: string; password: string };

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
  await enterCredentials(page, ADMIN.email, ADMIN.password);
  const code = page.getByLabel("Code");
  await code.waitFor();
  const totp = new TOTP({ secret: Secret.fromBase32(ADMIN.secret) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await code.fill(totp.generate());
    const isIn = await page
      .waitForURL((url) => url.href.startsWith(onHost("admin")), { timeout: 8_000 })
      .then(() => true)
      .catch(() => false);
    if (isIn) return untilAwake(page);
    const untilNextStep = STEP_MS - (Date.now() % STEP_MS) + 500;
    await new Promise((resolve) => setTimeout(resolve, untilNextStep));
  }
  throw new Error("the super admin could not sign in");
}

/** What `npm run admin:create` prints once. */
export async function createSuperAdmin(): Promise<Staff> {
  const email = `staff-${randomUUID()}@e2e.example`;
  const script = [
    "--import",
    "./dev/register.mjs",
    "dev/admin-create.ts",
    "--email",
    email,
    "--name",
    "Sam Staff",
  ];
  const env = { ...process.env, ...product.env, NODE_OPTIONS: "" };
  const { stdout } = await promisify(execFile)(process.execPath, script, { env });
  expect(stdout).toContain(onRoot("/sign-in?to=admin"));
  const [, password = ""] = /Password {3}(\S+)/.exec(stdout) ?? [];
  return { email, password };
}

/** First sign-in: password, QR code, first code of the app, recovery codes. */
export async function enrol(page: Page, staff: Staff): Promise<void> {
  await page.goto(onHost("admin"));
  await expect(page).toHaveURL(onRoot("/sign-in?to=admin"));
  await untilAwake(page);
  await expectAccessible(page);
  await enterCredentials(page, staff.email, staff.password);
  await page.waitForURL(/\/sign-in\/authenticator/);
  await untilAwake(page);
  await expect(page.getByRole("button", { name: "Continue" })).toBeEnabled();
  await expectAccessible(page);
  const secret = (await page.locator("code").first().textContent()) ?? "";
  const code = new TOTP({ secret: Secret.fromBase32(secret.trim()) }).generate();
  await page.getByRole("textbox").first().pressSequentially(code);
  await page.getByLabel("I saved these codes").check();
  await page.getByRole("button", { name: "Turn on and sign in" }).click();
  await page.waitForURL(onHost("admin"));
  await untilAwake(page);
}
