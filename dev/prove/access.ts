import { closePools } from "@/lib/infra/database/pools";
import { PARTS, type PartName } from "./access/parts";
import { type AccessReport, emptyReport, isClean, SUMS } from "./access/report";
import { setStage } from "./access/stage";
import { type AccessRun, earlierParts, totalOf, writeReport } from "./access/write-report";
import { chooseParts } from "./choose-parts";
import { chooseSeed } from "./random";

// `npm run prove:access -- [--quick] [--only factors,…] [--merge] [--write-docs]`: who may sign in and do what, tried by
// those who may not (A-1 to A-17 of docs/security.md). Every part has a known-bad control that it must catch. --merge keeps
// what other parts measured before. Last line: JSON; reports/access.json has every part's figures.
const quick = process.argv.includes("--quick");
const seed = chooseSeed();
const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  const chosen = chooseParts(PARTS);
  if (!chosen) return 2;
  say(`seed ${seed} (repeat with PROVE_SEED=${seed})`);
  const measured: AccessRun["parts"] = {};
  const stage = await setStage({ seed, quick, say });
  try {
    for (const name of chosen.names) {
      const startedAt = Date.now();
      const report = emptyReport();
      await PARTS[name](stage, report);
      const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
      tell(name, report, seconds);
      measured[name] = { ...report, seconds };
    }
  } finally {
    await closePools();
    await stage.remove();
  }
  const known = { ...(process.argv.includes("--merge") ? earlierParts(quick) : {}), ...measured };
  const parts = Object.fromEntries(
    (Object.keys(PARTS) as PartName[]).flatMap((name) => (known[name] ? [[name, known[name]]] : [])),
  );
  const docs = process.argv.includes("--write-docs");
  writeReport({ seed, quick, parts }, { docs, whole: Object.keys(PARTS) });
  const total = totalOf({ parts: measured });
  say(JSON.stringify({ suite: "access", ...Object.fromEntries(SUMS.map((sum) => [sum, total[sum]])) }));
  return isClean(total) ? 0 : 1;
}

function tell(name: string, report: AccessReport, seconds: number): void {
  const controls = Object.entries(report.controls);
  const caught = controls.filter(([, isCaught]) => isCaught).length;
  say(`${name}: ${report.attempts} attempts, ${caught} of ${controls.length} controls caught, ${seconds} s`);
  for (const [figure, value] of Object.entries(report.figures)) say(`  ${figure}: ${value}`);
  for (const finding of report.findings) say(`  FOUND ${finding}`);
  for (const [control, isCaught] of controls) if (!isCaught) say(`  CONTROL MISSED ${control}`);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
