import { route } from "@/lib/api/route";
import { listFleetTenants } from "@/lib/back-office/fleet/list-fleet-tenants";
import { fleetQuery, fleetTenantPage } from "@/lib/back-office/fleet/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/migrations/tenants",
  summary: "List the workspaces of a cell with the state of their schema",
  tag: "Back-office",
  auth: "staff",
  query: fleetQuery,
  response: fleetTenantPage,
  handler: ({ ctx, query }) => listFleetTenants(ctx, query),
});
