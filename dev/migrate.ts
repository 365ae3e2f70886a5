import { closePools } from "@/lib/infra/database/pools";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";

// `npm run migrate`: brings the database that DATABASE_URL names to the newest migration.
const report = await prepareDatabase();
console.log(
  `migrations applied: platform ${report.platform}, cell ${report.cell}, tenants brought up to date ${report.tenants}`,
);
await closePools();
