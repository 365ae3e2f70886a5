import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectContrast } from "./fixtures";

/** The page as it stands, in both languages, light and dark and on a phone: accessible and no wider than the screen. */
export async function expectEveryLook(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  const size = page.viewportSize();
  for (const locale of ["nl", "en"]) {
    await page.context().addCookies([{ name: "atrium.locale", value: locale, url: origin }]);
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("lang", locale);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectContrast(page);
    await page.emulateMedia({ colorScheme: "light" });
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  if (size) await page.setViewportSize(size);
}
