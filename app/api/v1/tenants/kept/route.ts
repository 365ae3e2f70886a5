import { route } from "@/lib/api/route";
import { keepTenants } from "@/lib/lifecycle/parking/keep-tenants";
import { listOwnedTenants } from "@/lib/lifecycle/parking/list-owned-tenants";
import { keepInput, ownedTenantsDto } from "@/lib/lifecycle/parking/schema";

const path = "/api/v1/tenants/kept";
const tag = "Tenants";

export const GET = route({
  method: "GET",
  path,
  summary: "List the workspaces of your account and how many its plan keeps open",
  tag,
  auth: "user",
  response: ownedTenantsDto,
  handler: ({ ctx }) => listOwnedTenants(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Choose which workspaces stay open when the plan has no room for all",
  tag,
  auth: "user",
  body: keepInput,
  response: ownedTenantsDto,
  handler: ({ ctx, body }) => keepTenants(ctx, body),
});
