import { route } from "@/lib/api/route";
import { stripeSyncDto } from "@/lib/back-office/tenants/schema";
import { syncTenantBilling } from "@/lib/back-office/tenants/sync-tenant-billing";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/tenants/{id}/stripe-sync",
  summary: "Bring a workspace's account in line with Stripe now",
  tag: "Back-office",
  auth: "staff",
  rate: { limit: 30, windowSeconds: 60 },
  params: idParams,
  response: stripeSyncDto,
  handler: ({ ctx, params }) => syncTenantBilling(ctx, params.id),
});
