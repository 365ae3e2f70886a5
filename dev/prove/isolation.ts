import { closePools } from "@/lib/infra/database/pools";
import { chooseParts } from "./choose-parts";
import { combine, type Facts } from "./parts/facts";
import { PARTS } from "./parts/parts";
import { setStage } from "./parts/stage";
import { earlierParts, summarise, writeReport } from "./parts/summary";
import { chooseSeed } from "./random";

// `npm run prove:isolation -- [--quick] [--only sql,pool] [--merge] [--write-docs]`: callers without a right against the
// built product, and SQL, crashes and missing guards against its database.
const quick = process.argv.includes("--quick");
const seed = chooseSeed();
const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  const chosen = chooseParts(PARTS);
  if (!chosen) return 2;
  say(`seed ${seed} (repeat with PROVE_SEED=${seed})`);
  const measured: Record<string, Facts> = {};
  const stage = await setStage({ seed, quick, say, only: !chosen.isWhole });
  try {
    for (const name of chosen.names) {
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
