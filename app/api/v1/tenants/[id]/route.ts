import * as z from "zod";
import { route } from "@/lib/api/route";
import { deleteTenant } from "@/lib/lifecycle/tenants/delete-tenant";
import { getTenant } from "@/lib/lifecycle/tenants/get-tenant";
import { tenantDto, updateTenantInput } from "@/lib/lifecycle/tenants/schema";
import { updateTenant } from "@/lib/lifecycle/tenants/update-tenant";

const path = "/api/v1/tenants/{id}";
const tag = "Tenants";
const params = z.object({ id: z.uuid() });

export const GET = route({
  method: "GET",
  path,
  summary: "Get this workspace",
  tag,
  auth: "tenant",
  permission: "tenant:read",
  params,
  response: tenantDto,
  handler: ({ ctx, params: { id } }) => getTenant(ctx, id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change the named fields of this workspace",
  tag,
  auth: "tenant",
  permission: "tenant:update",
  params,
  body: updateTenantInput,
  response: tenantDto,
  handler: ({ ctx, params: { id }, body }) => updateTenant(ctx, id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Close this workspace and delete it in 14 days",
  tag,
  auth: "tenant",
  permission: "tenant:delete",
  params,
  response: tenantDto,
  status: 202,
  handler: ({ ctx, params: { id } }) => deleteTenant(ctx, id),
});
