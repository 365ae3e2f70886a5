import { newScimTokenDto, scimTokenInput } from "@/lib/access/scim/schema";
import { issueToken } from "@/lib/access/scim/tokens/issue-token";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-connections/{id}/directory/tokens",
  summary: "Make a token for the provider; it is shown this once, and two live at a time",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  params: idParams,
  body: scimTokenInput,
  response: newScimTokenDto,
  status: 201,
  handler: ({ ctx, params, body }) => issueToken(ctx, params.id, body),
});
