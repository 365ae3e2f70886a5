import { gzipSync } from "node:zlib";
import { chromium } from "playwright";
import { resolveBrowser } from "../../dev/browser/resolve";

export type Visit = { name: string; url: string; cookie?: string };
export type Weight = { bytes: number; files: number };

const SETTLED_MS = 1_500;

/**
 * All JavaScript that a browser fetches to show a page, until it is idle, gzipped file by file: what is loaded lazily
 * but at once counts like everything else.
 */
export async function weighScripts(visits: readonly Visit[]): Promise<Map<string, Weight>> {
  const found = await resolveBrowser(() => undefined);
  const browser = await chromium.launch({ executablePath: found.executablePath, args: found.args });
  const weights = new Map<string, Weight>();
  try {
    for (const visit of visits) {
      const context = await browser.newContext();
      if (visit.cookie) {
        const at = visit.cookie.indexOf("=");
        await context.addCookies([
          {
            name: visit.cookie.slice(0, at),
            value: visit.cookie.slice(at + 1),
            url: visit.url.replace("http:", "https:"),
            secure: true,
          },
        ]);
      }
      const page = await context.newPage();
      const bodies = new Map<string, Promise<Buffer>>();
      page.on("response", (response) => {
        const isScript = /javascript/.test(response.headers()["content-type"] ?? "");
        if (isScript && response.ok()) bodies.set(response.url(), response.body());
      });
      const answer = await page.goto(visit.url, { waitUntil: "networkidle" });
      await page.waitForTimeout(SETTLED_MS);
      if (answer?.status() !== 200 || new URL(page.url()).pathname !== new URL(visit.url).pathname) {
        throw new Error(`${visit.name}: ${answer?.status()} at ${page.url()}`);
      }
      const sizes = (await Promise.all(bodies.values())).map((body) => gzipSync(body).length);
      weights.set(visit.name, { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length });
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return weights;
}
