import type { Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { formatDate } from "@/lib/core/format";
import { arrange } from "./arrange";
import { enterCredentials } from "./credentials";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { receiveMail } from "./mail";
import { savePolicy } from "./policy";
import { onHost, onRoot } from "./product";
import { type E2eWorkspace, makeWorkspace, signIn } from "./workspace";

const SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const CARD = "Two-step sign-in";
const DAY_MS = 86_400_000;
const GRACE_DAYS = 3;

const arrived = (page: Page, { slug }: E2eWorkspace) =>
  page.waitForURL((url) => url.href.startsWith(onHost(slug)));

/** The first step anew in the same browser, which keeps what it is trusted by. */
async function firstStep(page: Page, workspace: E2eWorkspace): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies({ name: "__Host-atrium.session" });
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await enterCredentials(page, workspace.viewer, workspace.password);
}

/** From the page that asks for it: the app's secret, a code, the recovery codes, and in. */
async function setUp(page: Page, workspace: E2eWorkspace): Promise<TOTP> {
  await page.waitForURL(/\/sign-in\/authenticator/);
  await untilAwake(page);
  const secret = (await page.getByTestId("totp-secret").textContent()) ?? "";
  const totp = new TOTP({ secret });
  await page.getByLabel("Code").fill(totp.generate());
  await page.getByLabel("I saved these codes").check();
  await page.getByRole("button", { name: "Turn on and sign in" }).click();
  await arrived(page, workspace);
  return totp;
}

test("two-step sign-in becomes a rule: announced, asked for, trusted for a while, lost and reset", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  const { slug } = workspace;
  await arrange("add-authenticator", workspace.owner, SECRET);
  await page.goto(onRoot(`/sign-in?to=${slug}`));
  await enterCredentials(page, workspace.owner, workspace.password);
  await page.getByLabel("Code").fill(new TOTP({ secret: SECRET }).generate());
  await arrived(page, workspace);
  await page.goto(onHost(slug, "/settings/security"));
  const announced = await savePolicy(page, CARD, async (card) => {
    await card.getByRole("switch", { name: "Ask every member for it" }).check();
    await card.getByLabel("Days to set it up").fill(String(GRACE_DAYS));
    await card.getByLabel("Days that a browser may be trusted").fill("7");
  });
  expect(announced).toContain("1 of 2 members has no two-step sign-in yet.");

  // The member is told from when, and works on until then.
  const vera = awake(await (await browser.newContext({ locale: "en-GB" })).newPage());
  await signIn(vera, workspace, workspace.viewer);
  const from = formatDate(new Date(Date.now() + GRACE_DAYS * DAY_MS), "en");
  await expect(vera.getByText(`This workspace asks for two-step sign-in from ${from}.`)).toBeVisible();
  await expectAccessible(vera);
  await vera.goto(onHost(slug, "/agents"));
  await expect(vera.getByRole("heading", { name: "Agents", level: 1 })).toBeVisible();

  const due = await savePolicy(page, CARD, (card) => card.getByLabel("Days to set it up").fill("0"));
  expect(due).toContain("1 member has to set it up at the next request.");
  await vera.goto(onHost(slug, "/agents"));
  await vera.waitForURL(onHost(slug, "/access-restricted"));
  await expect(vera.getByRole("heading", { name: "Set up two-step sign-in" })).toBeVisible();
  await expectAccessible(vera);
  await vera.getByRole("button", { name: "Sign in again" }).click();
  await vera.waitForURL(/\/sign-in\?to=/);
  await untilAwake(vera);
  await enterCredentials(vera, workspace.viewer, workspace.password);
  await vera.waitForURL(/\/sign-in\/authenticator/);
  await vera.goto(onHost(slug, "/agents"));
  await vera.waitForURL(/\/sign-in\?to=/);
  await vera.goto(onRoot(`/sign-in/authenticator?to=${slug}`));
  const totp = await setUp(vera, workspace);

  // A browser may be trusted, and no longer.
  await firstStep(vera, workspace);
  await vera.getByLabel("Do not ask again in this browser for 7 days").check();
  await vera.getByLabel("Code").fill(totp.generate({ timestamp: Date.now() + 30_000 }));
  await arrived(vera, workspace);
  await firstStep(vera, workspace);
  await arrived(vera, workspace);
  await vera.goto(onHost(slug, "/profile"));
  await vera.getByRole("button", { name: /^Ask for the second step again on/ }).click();
  await expect(vera.getByText("This browser is asked for the second step again")).toBeVisible();
  await firstStep(vera, workspace);
  await vera.waitForURL(/\/sign-in\/code/);
  await untilAwake(vera);

  // The app is gone: the way back goes through the mailbox and an admin.
  await vera.getByRole("link", { name: "Lost access?" }).click();
  await vera.waitForURL(/\/sign-in\/lost-access/);
  await untilAwake(vera);
  await expectAccessible(vera);
  await vera.getByRole("button", { name: "Mail me the link" }).click();
  await expect(vera.getByText("The link is on its way.")).toBeVisible();
  const { links } = await receiveMail(workspace.viewer, "Confirm that you lost your second step");
  await vera.goto(links.find((link) => link.includes("/lost-access#token=")) ?? "");
  await vera.getByRole("button", { name: "Ask for a reset" }).click();
  await expect(vera.getByText("Your request has been sent.")).toBeVisible();

  const asked = await receiveMail(workspace.owner, "asks for a reset of two-step sign-in");
  await page.goto(asked.links.find((link) => link.startsWith(onHost(slug, "/members"))) ?? "");
  const request = page.getByText(`Vera Viewer (${workspace.viewer}) lost the second step`);
  await expect(request).toBeVisible();
  await page.getByRole("button", { name: "Reset…" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Reason").fill("Called her on the number we have");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(page.getByText("Two-step sign-in of Vera Viewer is reset")).toBeVisible();
  await expect(request).toBeHidden();
  const rows = await page.evaluate(async () => {
    const answer = await fetch("/api/v1/audit-events?limit=50");
    const { data } = (await answer.json()) as {
      data: { action: string; after: { reason?: string } | null }[];
    };
    return data.filter(({ action }) => action === "member.factors_reset");
  });
  expect(rows).toMatchObject([{ after: { reason: "Called her on the number we have" } }]);

  await firstStep(vera, workspace);
  await setUp(vera, workspace);
  await vera.context().close();
});
