import { closePools } from "@/lib/infra/database/pools";
import { migrateAll } from "@/lib/tenancy/migrate";

// `npm run migrate`: brings the database that DATABASE_URL names to the newest migration.
const report = await migrateAll();
console.log(
  `migrations applied: platform ${report.platform}, cell ${report.cell}, tenants brought up to date ${report.tenants}`,
);
await closePools();
