import { apiKeyListQuery, apiKeyPage, newApiKeyDto } from "@/lib/access/api-keys/schema";
import { createPersonalToken } from "@/lib/access/personal-tokens/create-personal-token";
import { listPersonalTokens } from "@/lib/access/personal-tokens/list-personal-tokens";
import { personalTokenInput } from "@/lib/access/personal-tokens/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/personal-tokens";
const tag = "Personal tokens";

export const GET = route({
  method: "GET",
  path,
  summary: "List the caller's own tokens for this workspace",
  tag,
  auth: "tenant",
  keys: false,
  query: apiKeyListQuery,
  response: apiKeyPage,
  handler: ({ ctx, query }) => listPersonalTokens(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Create a token of one's own; the answer shows it this once",
  tag,
  auth: "tenant",
  permission: "personal_tokens:create",
  keys: false,
  rate: { limit: 30, windowSeconds: 3600 },
  body: personalTokenInput,
  response: newApiKeyDto,
  status: 201,
  handler: ({ ctx, body }) => createPersonalToken(ctx, body),
});
