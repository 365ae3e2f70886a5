import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures";

/** Changes one card of the authentication policy that is open, and says yes to what that does; returns what it said. */
export async function savePolicy(
  page: Page,
  title: string,
  set: (card: Locator) => Promise<unknown>,
): Promise<string> {
  const card = page.locator("form").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
  await set(card);
  const save = card.getByRole("button", { name: "Review and save" });
  await save.click();
  const dialog = page.getByRole("alertdialog");
  const impact = await dialog.getByTestId("policy-impact").textContent();
  await dialog.getByRole("button", { name: "Save policy" }).click();
  await expect(dialog).toBeHidden();
  await expect(save).toBeDisabled();
  return impact ?? "";
}
