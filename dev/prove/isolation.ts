import { closePools } from "@/lib/infra/database/pools";
import { type Facts, PARTS, type PartName } from "./parts/parts";
import { setStage } from "./parts/stage";
import { summarise, writeReport } from "./parts/summary";
import { chooseSeed } from "./random";

// `npm run prove:isolation [-- --quick] [-- --only sql,pool] [-- --write-docs]`: callers without a right against the
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
  const stage = await setStage({ seed, quick, say, only: only !== null });
  const facts: Facts = {};
  try {
    for (const name of names) {
      const startedAt = Date.now();
      await PARTS[name](stage, facts);
      say(`${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
    }
  } finally {
    await closePools();
    await stage.remove();
  }
  for (const finding of facts.findings ?? []) say(`  ${finding}`);
  const summary = summarise(facts, { seed, quick, parts: names });
  await writeReport(summary, facts, { docs: process.argv.includes("--write-docs") });
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
