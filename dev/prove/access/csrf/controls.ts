import { type AccessReport, emptyReport } from "../report";
import type { Cast } from "./cast";
import type { Target } from "./routes";
import { sweepForeign } from "./sweep";

type Check = (origin: string | null, site: string | null, host: string) => boolean;

/** Checks that products ship and that let somebody through. */
const NAIVE: Record<string, Check> = {
  "SameSite alone": (_origin, site) => site !== "cross-site",
  "a missing Origin counts as ours": (origin, _site, host) => origin === null || origin === `http://${host}`,
  "any Origin below our domain": (origin) => origin?.endsWith(".atrium.localhost:3000") === true,
  "an Origin that begins like us": (origin, _site, host) => origin?.startsWith(`http://${host}`) === true,
  "the host without the scheme": (origin, site, host) =>
    origin !== null && URL.canParse(origin) && new URL(origin).host === host && site !== "cross-site",
};

/** Each naive check, swept like a route of ours, must be caught. */
export async function naiveChecks(report: AccessReport, cast: Cast): Promise<void> {
  for (const [name, allows] of Object.entries(NAIVE)) {
    const target: Target = {
      name,
      auth: "tenant",
      programs: false,
      keys: false,
      body: { probe: true },
      call: async (dress, caller) =>
        allows(dress.origin, dress.site, caller.host)
          ? Response.json({ status: "done" })
          : Response.json({ reason: "cross_origin" }, { status: 403 }),
    };
    const scratch = emptyReport();
    await sweepForeign(scratch, { targets: [target], cast, choose: () => true });
    report.controls[`csrf: ${name}`] = scratch.violations > 0;
  }
}
