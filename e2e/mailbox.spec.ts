import { createTransport } from "nodemailer";
import { expect, expectAccessible, test } from "./fixtures";
import { receiveCode } from "./mail";
import { product } from "./product";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`the local mailbox in ${colorScheme}`, () => {
    test.use({ colorScheme, permissions: ["clipboard-read", "clipboard-write"] });

    test("shows a new code without a reload and copies it", async ({ page }) => {
      const to = `${colorScheme}-${Date.now()}@mailbox.example`;
      await page.goto(product.mailbox);
      await createTransport(product.env.SMTP_URL).sendMail({
        from: "Atrium <no-reply@atrium.localhost>",
        to,
        subject: "Your code",
        text: "Your code is 135790.",
      });
      await page
        .getByRole("listitem")
        .filter({ hasText: to })
        .getByRole("button", { name: "Copy code" })
        .click();
      await expect(page.getByRole("status")).toHaveText("Code 135790 copied.");
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("135790");
      expect(await receiveCode(to)).toBe("135790");
      await expectAccessible(page);
    });
  });
}
