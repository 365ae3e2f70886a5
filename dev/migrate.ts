import { closePools } from "@/lib/infra/database/pools";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";

// `npm run migrate`: brings the database that DATABASE_URL names to the newest migration.
const report = await prepareDatabase();
for (const cell of report.unreachable)
  console.log(`cell ${cell} does not answer; run this again when it does`);
for (const { cell, ring } of report.halted)
  console.log(`cell ${cell}: stopped after the ring "${ring}", where too many workspaces failed`);
if (report.failed > 0)
  console.log(
    `${report.failed} workspaces failed and keep the version before; see Migrations in the back-office`,
  );
console.log(
  `migrations applied: platform ${report.platform}, cell ${report.cell}, tenants brought up to date ${report.tenants}`,
);
await closePools();
