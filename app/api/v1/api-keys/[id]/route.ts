import { getApiKey } from "@/lib/access/api-keys/get-api-key";
import { revokeApiKey } from "@/lib/access/api-keys/revoke-api-key";
import { apiKeyChange, apiKeyDto, keyRevocation } from "@/lib/access/api-keys/schema";
import { updateApiKey } from "@/lib/access/api-keys/update-api-key";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/api-keys/{id}",
  summary: "Read an API key, without its secret",
  tag: "API keys",
  auth: "tenant",
  permission: "api_keys:read",
  params: idParams,
  response: apiKeyDto,
  handler: ({ ctx, params }) => getApiKey(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path: "/api/v1/api-keys/{id}",
  summary: "Rename an API key, or change from where and how often it may be used",
  tag: "API keys",
  auth: "tenant",
  permission: "api_keys:create",
  params: idParams,
  body: apiKeyChange,
  response: apiKeyDto,
  handler: ({ ctx, params, body }) => updateApiKey(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/api-keys/{id}",
  summary: "Revoke an API key; its next call is answered 401",
  tag: "API keys",
  auth: "tenant",
  permission: "api_keys:revoke",
  params: idParams,
  query: keyRevocation,
  response: null,
  handler: async ({ ctx, params, query }) => {
    await revokeApiKey(ctx, params.id, query);
    return null;
  },
});
