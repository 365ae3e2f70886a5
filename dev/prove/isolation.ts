import { closePools } from "@/lib/infra/database/pools";
import { combine, type Facts } from "./parts/facts";
import { PARTS, type PartName } from "./parts/parts";
import { setStage } from "./parts/stage";
import { earlierParts, summarise, writeReport } from "./parts/summary";
import { chooseSeed } from "./random";

// `npm run prove:isolation -- [--quick] [--only sql,pool] [--merge] [--write-docs]`: callers without a right against the
// built product, and SQL, crashes and missing guards against its database.
const quick = process.argv.includes("--quick");
const only = process.argv.includes("--only")
  ? (process.argv[process.argv.indexOf("--only") + 1] ?? "").split(",")
  : null;
const seed = chooseSeed();
const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  const names = (Object.keys(PARTS) as PartName[]).filter((name) => !only || only.includes(name));
  const unknown = only?.filter((name) => !Object.hasOwn(PARTS, name)) ?? [];
  if (unknown.length > 0 || names.length === 0) {
    say(`unknown part ${unknown.join(", ")}; parts are ${Object.keys(PARTS).join(", ")}`);
    return 2;
  }
  say(`seed ${seed} (repeat with PROVE_SEED=${seed})`);
  const measured: Record<string, Facts> = {};
  const stage = await setStage({ seed, quick, say, only: only !== null });
  try {
    for (const name of names) {
      const startedAt = Date.now();
      const facts: Facts = {};
      await PARTS[name](stage, facts);
      facts.seconds = Math.round((Date.now() - startedAt) / 100) / 10;
      measured[name] = facts;
      say(`${name}: ${facts.seconds} s`);
      for (const finding of facts.findings ?? []) say(`  ${finding}`);
    }
  } finally {
    await closePools();
    await stage.remove();
  }
  const details = { ...(process.argv.includes("--merge") ? await earlierParts() : {}), ...measured };
  const parts = Object.keys(PARTS).filter((name) => Object.hasOwn(details, name));
  const summary = summarise(combine(Object.values(details)), { seed, quick, parts });
  await writeReport(summary, details, { docs: process.argv.includes("--write-docs") });
  say(JSON.stringify(summary.run));
  say(JSON.stringify(summary.line));
  return summary.passed ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
