import { deleteServiceAccount } from "@/lib/access/service-accounts/delete-service-account";
import { getServiceAccount } from "@/lib/access/service-accounts/get-service-account";
import {
  deleteServiceAccountQuery,
  serviceAccountChange,
  serviceAccountDto,
} from "@/lib/access/service-accounts/schema";
import { updateServiceAccount } from "@/lib/access/service-accounts/update-service-account";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/service-accounts/{id}";
const tag = "Service accounts";

export const GET = route({
  method: "GET",
  path,
  summary: "Read a service account",
  tag,
  auth: "tenant",
  permission: "service_accounts:read",
  params: idParams,
  response: serviceAccountDto,
  handler: ({ ctx, params }) => getServiceAccount(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Rename or describe a service account, or switch it off or on",
  tag,
  auth: "tenant",
  permission: "service_accounts:manage",
  params: idParams,
  body: serviceAccountChange,
  response: serviceAccountDto,
  handler: ({ ctx, params, body }) => updateServiceAccount(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Delete a service account; keys that still work have to be revoked first, or with it",
  tag,
  auth: "tenant",
  permission: "service_accounts:manage",
  params: idParams,
  query: deleteServiceAccountQuery,
  response: null,
  handler: async ({ ctx, params, query }) => {
    await deleteServiceAccount(ctx, params.id, { revokeKeys: query.revoke_keys === "true" });
    return null;
  },
});
