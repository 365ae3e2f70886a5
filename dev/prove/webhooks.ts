import { closePools } from "@/lib/infra/database/pools";
import { setStage } from "./access/stage";
import { chooseSeed } from "./random";
import { proveWebhooks } from "./webhooks/prove-webhooks";

// `npm run prove:webhooks -- [--quick]`: Stripe's events late, doubled, out of order and at once, with Stripe out of
// reach now and then; every schedule must end as delivery in order does. Last line: JSON.
const quick = process.argv.includes("--quick");

async function main(): Promise<number> {
  const seed = chooseSeed();
  console.log(`seed ${seed} (repeat with PROVE_SEED=${seed})`);
  const stage = await setStage({ seed, quick, say: () => undefined });
  try {
    const report = await proveWebhooks(quick ? 20 : 500, seed);
    console.log(JSON.stringify({ suite: "webhooks", ...report }));
    const { diverged, doubled_mails, overlapping_periods, left_open, control_diverged } = report;
    const isClean = diverged + doubled_mails + overlapping_periods + left_open === 0;
    return isClean && control_diverged > 0 ? 0 : 1;
  } finally {
    await closePools();
    await stage.remove();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
