import { route } from "@/lib/api/route";
import { getFleet } from "@/lib/back-office/fleet/get-fleet";
import { fleetOverview } from "@/lib/back-office/fleet/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/migrations",
  summary: "How far the migrations are, by cell and ring",
  tag: "Back-office",
  auth: "staff",
  response: fleetOverview,
  handler: ({ ctx }) => getFleet(ctx),
});
