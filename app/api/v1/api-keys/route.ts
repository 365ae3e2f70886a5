import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { apiKeyInput, apiKeyListQuery, apiKeyPage, newApiKeyDto } from "@/lib/access/api-keys/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/api-keys";
const tag = "API keys";

export const GET = route({
  method: "GET",
  path,
  summary: "List API keys",
  tag,
  auth: "tenant",
  permission: "api_keys:read",
  query: apiKeyListQuery,
  response: apiKeyPage,
  handler: ({ ctx, query }) => listApiKeys(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Create an API key; the answer shows it this once",
  tag,
  auth: "tenant",
  permission: "api_keys:create",
  rate: { limit: 30, windowSeconds: 3600 },
  body: apiKeyInput,
  response: newApiKeyDto,
  status: 201,
  handler: ({ ctx, body }) => createApiKey(ctx, body),
});
