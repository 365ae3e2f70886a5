import sharp from "sharp";
import { arrange } from "./arrange";
import { awake, expect, expectAccessible, test, untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";
import { makeWorkspace, signIn } from "./workspace";

// The stand-in of a social provider: its pages are none of ours.
test.use({ expectedConsole: [/social\.localhost|^Loading the (font|stylesheet)|ERR_NAME_NOT_RESOLVED/] });

test("a look is drafted, published, worn by portal and sign-in page, and switched off", async ({
  page,
  browser,
}) => {
  test.slow();
  const workspace = await makeWorkspace();
  await signIn(page, workspace, workspace.owner);
  await page.goto(onHost(workspace.slug, "/settings/branding"));
  const buffer = await sharp({ create: { width: 240, height: 60, channels: 4, background: "#0a7d55" } })
    .png()
    .toBuffer();
  await page
    .getByLabel("Upload: On light")
    .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer });
  await expect(page.getByRole("img", { name: "On light" })).toBeVisible();
  await page.getByRole("textbox", { name: "Primary colour", exact: true }).fill("#ffe600");
  await expect(page.getByText("In light mode we use")).toBeVisible();
  await page.getByLabel("Sign-in text").fill("<b>Welcome</b> to the north");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Draft saved by")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Version 1 is live, published by")).toBeVisible();
  const accent = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim());
  await expect.poll(accent).toContain("#ffe600");

  const visitor = awake(await (await browser.newContext()).newPage());
  await visitor.goto(onHost(workspace.slug, "/agents"));
  await expect(visitor).toHaveURL(onHost(workspace.slug, "/sign-in?next=%2Fagents"));
  await expect(visitor.getByText("<b>Welcome</b> to the north")).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByLabel("E-mail address").fill(workspace.owner);
  await visitor.getByRole("button", { name: "Continue", exact: true }).click();
  await visitor.waitForURL((url) => url.href.startsWith(onRoot("/sign-in?")));
  await expect(visitor.getByLabel("E-mail address")).toHaveValue(workspace.owner);
  await expect(visitor.getByText("<b>Welcome</b> to the north")).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByLabel("Password", { exact: true }).fill(workspace.password);
  await visitor.keyboard.press("Enter");
  await visitor.waitForURL(onHost(workspace.slug, "/agents"));
  await visitor.context().close();

  // A provider is chosen on the workspace's own page: the way there and back goes over the root host, and ends here.
  await arrange("add-by-provider", workspace.slug, "bella@social.example");
  const bella = awake(await (await browser.newContext()).newPage());
  await bella.goto(onHost(workspace.slug, "/sign-in?next=%2Fagents"));
  await bella.getByRole("link", { name: "Continue with Auth0" }).click();
  await bella.waitForURL(/\.social\.localhost/);
  await bella.locator("input[name=login]").fill("bella");
  await bella.locator("input[name=password]").fill("any");
  await bella.locator("button[type=submit]").click();
  await bella.getByText("Authorize").first().waitFor();
  await bella.locator("button[type=submit]").click();
  await bella.waitForURL(onHost(workspace.slug, "/agents"));
  await untilAwake(bella);
  await expect(bella.getByRole("button", { name: "Account of Bella Brand" })).toBeVisible();
  await bella.context().close();

  await page.goto(onHost(workspace.slug, "/settings/features"));
  await page.getByRole("switch", { name: "Own branding" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("Off: switched off here")).toBeVisible();
  await expect.poll(accent).not.toContain("#ffe600");
});
