import { rotateApiKey } from "@/lib/access/api-keys/rotate-api-key";
import { keyRotation, newApiKeyDto } from "@/lib/access/api-keys/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/api-keys/{id}/rotations",
  summary: "Make a new key in the place of one that works on for a while",
  tag: "API keys",
  auth: "tenant",
  permission: "api_keys:create",
  rate: { limit: 30, windowSeconds: 3600 },
  params: idParams,
  body: keyRotation,
  response: newApiKeyDto,
  status: 201,
  handler: ({ ctx, params, body }) => rotateApiKey(ctx, params.id, body),
});
