import { defineConfig } from "@playwright/test";

// Set by dev/e2e, which starts the product and finds a browser: run `npm run e2e -- <filter>`.
const launch = JSON.parse(process.env.E2E_BROWSER ?? "{}") as {
  executablePath?: string;
  args?: string[];
  env?: Record<string, string>;
};

export default defineConfig({
  testDir: "./e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./dev/browser/require-product.ts",
  outputDir: "./test-results",
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // A loaded machine can be late once. The run names every test that needed its second attempt.
  retries: process.env.CI ? 1 : 0,
  reporter: [["line"], ["json", { outputFile: process.env.E2E_REPORT ?? "reports/e2e.json" }]],
  use: {
    baseURL: process.env.E2E_BASE,
    locale: "en-GB",
    timezoneId: "Europe/Amsterdam",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    video: "off",
    launchOptions: launch,
  },
});
