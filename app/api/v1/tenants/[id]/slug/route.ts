import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { listSlugs } from "@/lib/lifecycle/slugs/list-slugs";
import { renameTenant } from "@/lib/lifecycle/slugs/rename-tenant";
import { renameInput, slugHistory } from "@/lib/lifecycle/slugs/schema";
import { tenantDto } from "@/lib/lifecycle/tenants/schema";

const path = "/api/v1/tenants/{id}/slug";
const tag = "Tenants";

export const GET = route({
  method: "GET",
  path,
  summary: "Get the workspace's address and its former ones",
  tag,
  auth: "tenant",
  permission: "tenant:read",
  params: idParams,
  response: slugHistory,
  handler: ({ ctx, params }) => listSlugs(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Move the workspace to another address; the old one redirects for 90 days",
  tag,
  auth: "tenant",
  permission: "tenant:rename",
  params: idParams,
  body: renameInput,
  response: tenantDto,
  handler: ({ ctx, params, body }) => renameTenant(ctx, params.id, body),
});
