import { memberRoles } from "@/lib/access/members/schema";
import { serviceAccountDto } from "@/lib/access/service-accounts/schema";
import { setServiceAccountRoles } from "@/lib/access/service-accounts/set-service-account-roles";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/service-accounts/{id}/roles",
  summary: "Give a service account exactly these roles, each for good or until a time",
  tag: "Service accounts",
  auth: "tenant",
  permission: "service_accounts:manage",
  params: idParams,
  body: memberRoles,
  response: serviceAccountDto,
  handler: ({ ctx, params, body }) => setServiceAccountRoles(ctx, params.id, body),
});
