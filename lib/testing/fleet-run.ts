import { migrateFleet } from "@/lib/tenancy/fleet/migrate-fleet";
import { newMigration, readMigrations } from "@/lib/tenancy/run-migrations";

// A fleet migration in a process of its own, so that it can be killed: argv holds one more migration than there are.
const [name = "", sql = ""] = process.argv.slice(2);
const report = await migrateFleet("main", [...readMigrations("tenant"), newMigration("tenant", name, sql)]);
console.log(JSON.stringify(report));
