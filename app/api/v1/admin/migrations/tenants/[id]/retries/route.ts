import { route } from "@/lib/api/route";
import { retryMigration } from "@/lib/back-office/fleet/retry-migration";
import { fleetRetryDto } from "@/lib/back-office/fleet/schema";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/migrations/tenants/{id}/retries",
  summary: "Migrate a workspace again whose migration failed",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  response: fleetRetryDto,
  status: 202,
  handler: ({ ctx, params }) => retryMigration(ctx, params.id),
});
