import { route } from "@/lib/api/route";
import { moveTenantToCell } from "@/lib/back-office/transfers/move-tenant-to-cell";
import { moveInput, transferDto } from "@/lib/back-office/transfers/schema";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/tenants/{id}/moves",
  summary: "Move a workspace into another cell",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: moveInput,
  response: transferDto,
  status: 202,
  handler: ({ ctx, params, body }) => moveTenantToCell(ctx, params.id, body),
});
