import { route } from "@/lib/api/route";
import { reactivateTenant } from "@/lib/back-office/tenants/reactivate-tenant";
import { suspensionDto, suspensionInput } from "@/lib/back-office/tenants/schema";
import { suspendTenant } from "@/lib/back-office/tenants/suspend-tenant";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/tenants/{id}/suspension",
  summary: "Suspend a workspace: its portal and API refuse from the next request on",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: suspensionInput,
  response: suspensionDto,
  status: 201,
  handler: ({ ctx, params, body }) => suspendTenant(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/admin/tenants/{id}/suspension",
  summary: "Reactivate a suspended workspace",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: suspensionInput,
  response: suspensionDto,
  handler: ({ ctx, params, body }) => reactivateTenant(ctx, params.id, body),
});
