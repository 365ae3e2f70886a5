import { writeDemo } from "@/dev/stack/demo-data";
import { closePools } from "@/lib/infra/database/pools";
import { env } from "@/lib/infra/env";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";
import { seedDemo } from "./demo";
import { seedManyTenants } from "./many-tenants";
import { seedOverQuota } from "./over-quota";
import { seedPastDue } from "./past-due";

const SCENARIOS = {
  demo: seedDemo,
  "many-tenants": seedManyTenants,
  "over-quota": seedOverQuota,
  "past-due": seedPastDue,
};

function isScenario(name: string): name is keyof typeof SCENARIOS {
  return Object.hasOwn(SCENARIOS, name);
}

// `npm run seed -- <scenario>`: example data, made through the product's own verbs. Safe to repeat.
const [name = "demo", ...args] = process.argv.slice(2);
if (env().ATRIUM_MODE === "production") {
  console.error("Seeds write known passwords: they run in local mode only.");
  process.exit(1);
}
if (!isScenario(name)) {
  console.error(`There is no scenario "${name}". Choose ${Object.keys(SCENARIOS).join(", ")}.`);
  process.exit(1);
}
await prepareDatabase();
const seeded = await SCENARIOS[name](args);
writeDemo(seeded);
console.log(seeded.summary);
await closePools();
