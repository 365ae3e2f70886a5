import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { onHost, onRoot, product } from "./product";

export type E2eWorkspace = {
  id: string;
  slug: string;
  accountId: string;
  owner: string;
  viewer: string;
  password: string;
};

const SCRIPT = ["--import", "./dev/register.mjs", "e2e/arrange/make-workspace.ts"];

/** A fresh workspace on Free, made by the product's own code. */
export async function makeWorkspace(): Promise<E2eWorkspace> {
  const env = { ...process.env, ...product.env, NODE_OPTIONS: "" };
  const { stdout } = await promisify(execFile)(process.execPath, SCRIPT, { env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as E2eWorkspace;
}

/** Signs a person in on the root host and goes on to the workspace. */
export async function signIn(page: Page, workspace: E2eWorkspace, email: string): Promise<void> {
  await page.goto(onRoot(`/sign-in?to=${workspace.slug}`));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(workspace.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.href.startsWith(onHost(workspace.slug)));
}
