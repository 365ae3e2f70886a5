import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { enterCredentials } from "./credentials";
import { untilAwake } from "./fixtures";
import { onHost, onRoot, product } from "./product";

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
  return JSON.parse(await arrange("make-workspace")) as E2eWorkspace;
}

/** Runs a script of e2e/arrange with the product's environment; its last line. */
export async function arrange(script: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, ...product.env, NODE_OPTIONS: "" };
  const command = ["--import", "./dev/register.mjs", `e2e/arrange/${script}.ts`, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  return stdout.trim().split("\n").at(-1) ?? "";
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
