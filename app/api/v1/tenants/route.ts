import * as z from "zod";
import { route } from "@/lib/api/route";
import { listQuery, pageOf } from "@/lib/core/list-query";
import { operationDto } from "@/lib/lifecycle/operations/schema";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { listTenants } from "@/lib/lifecycle/tenants/list-tenants";
import { createTenantInput, myTenantDto, tenantDto } from "@/lib/lifecycle/tenants/schema";

const path = "/api/v1/tenants";
const tag = "Tenants";

export const GET = route({
  method: "GET",
  path,
  summary: "List the workspaces you are a member of",
  tag,
  auth: "user",
  query: listQuery,
  response: pageOf(myTenantDto),
  handler: ({ ctx, query }) => listTenants(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Set up a new workspace; the operation tells how far it is",
  tag,
  auth: "user",
  rate: { limit: 20, windowSeconds: 3600 },
  body: createTenantInput,
  response: z.object({ operation: operationDto, tenant: tenantDto }),
  status: 202,
  handler: ({ ctx, body }) => createTenant(ctx, body),
});
