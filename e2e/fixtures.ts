import { readFileSync } from "node:fs";
import { test as base, expect, type Page } from "@playwright/test";
import type axe from "axe-core";
import type { RunOptions } from "axe-core";

// The small build: every page parses it anew.
const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

type Fixtures = {
  /** Messages that a test provokes on purpose; anything else in the console fails it. */
  expectedConsole: RegExp[];
  quietConsole: undefined;
};

// Chromium reports every refused request as a console error; a 4xx is often what a test wants to see.
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Playwright's test, which also fails when a page of its context writes an error to the console. */
export const test = base.extend<Fixtures>({
  expectedConsole: [[], { option: true }],
  quietConsole: [
    async ({ context, expectedConsole }, use) => {
      const problems: string[] = [];
      const allowed = [REFUSED_REQUEST, ...expectedConsole];
      const note = (text: string) => {
        if (!allowed.some((pattern) => pattern.test(text))) problems.push(text);
      };
      context.on("console", (message) => {
        if (message.type() === "error") note(message.text());
      });
      context.on("weberror", (error) => note(String(error.error())));
      await use(undefined);
      expect(problems, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page }, use) => {
    await use(awake(page));
  },
});

/**
 * The page, whose goto and reload return once React listens: what is clicked or typed on a server-rendered page before
 * that is lost, and on a busy machine a test is quicker than the page's script.
 */
export function awake(page: Page): Page {
  const { goto, reload } = page;
  page.goto = async (...args) => {
    const response = await goto.apply(page, args);
    await untilAwake(page);
    return response;
  };
  page.reload = async (...args) => {
    const response = await reload.apply(page, args);
    await untilAwake(page);
    return response;
  };
  return page;
}

/** Waits until React has taken over the page that is open; at once where the page is none of ours. */
export async function untilAwake(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      !document.querySelector("script[src*='/_next/']") ||
      Object.keys(document).some((key) => key.startsWith("__reactContainer")),
  );
}

export { expect };

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails with a readable list when axe finds a violation of WCAG 2.2 A or AA on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolation(page, { type: "tag", values: TAGS });
}

/** The same for contrast alone: after a change of colours nothing else can differ. */
export async function expectContrast(page: Page): Promise<void> {
  await expectNoViolation(page, { type: "rule", values: ["color-contrast"] });
}

async function expectNoViolation(page: Page, runOnly: RunOptions["runOnly"]): Promise<void> {
  await settle(page);
  for (const frame of page.frames()) {
    if (!(await frame.evaluate(() => "axe" in window))) await frame.evaluate(AXE);
  }
  // Details of what passed are thousands of nodes that nobody reads: three quarters of a run's time.
  const options: RunOptions = { runOnly, resultTypes: ["violations"] };
  const found = await page.evaluate(async (given) => {
    const { axe: here } = window as unknown as { axe: typeof axe };
    const { violations } = await here.run(document, given);
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  }, options);
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/**
 * Lets the title, fresh rows, colours and dialogs arrive: axe would measure what is there for a tenth of a second. What
 * never comes is axe's to find.
 */
async function settle(page: Page): Promise<void> {
  const isThere = () => document.title !== "" && !document.querySelector('[aria-busy="true"]');
  await page.waitForFunction(isThere, undefined, { timeout: 5_000 }).catch(() => undefined);
  await page.evaluate(async () => {
    const ends = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
      .map((animation) => animation.finished);
    await Promise.allSettled(ends);
  });
}
