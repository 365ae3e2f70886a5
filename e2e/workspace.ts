import type { Page } from "@playwright/test";
import { arrange } from "./arrange";
import { enterCredentials } from "./credentials";
import { untilAwake } from "./fixtures";
import { onHost, onRoot } from "./product";

export type E2eWorkspace = {
  id: string;
  slug: string;
  accountId: string;
  owner: string;
  viewer: string;
  password: string;
};

/** A fresh workspace on Free, made by the product's own code. */
export async function makeWorkspace(): Promise<E2eWorkspace> {
  return arrange<E2eWorkspace>("make-workspace");
}

/** Signs a person in on the root host and goes on to the workspace. */
export async function signIn(
  page: Page,
  workspace: Pick<E2eWorkspace, "slug" | "password">,
  email: string,
): Promise<void> {
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await untilAwake(page);
  await enterCredentials(page, email, workspace.password);
  await page.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
  await untilAwake(page);
}
