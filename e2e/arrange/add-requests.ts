import { addRequests } from "@/lib/testing/ledger";
import { rollUpRequests } from "@/lib/usage/roll-up/roll-up-requests";

// Sixty requests of the last hour for a workspace, two of them failed, and the roll-up that a worker makes of them.
const [tenantId = ""] = process.argv.slice(2);
await addRequests(
  tenantId,
  Array.from({ length: 60 }, (_, n) => ({
    at: new Date(Date.now() - 3_600_000 - n * 1_000),
    durationMs: n < 57 ? 40 : 900,
    status: n % 30 === 0 ? 503 : 200,
    route: n % 3 ? "/api/v1/agents" : "/api/v1/users",
  })),
);
await rollUpRequests();
process.exit(0);
