import { getDirectory } from "@/lib/access/scim/directory/get-directory";
import { setDirectory } from "@/lib/access/scim/directory/set-directory";
import { scimDirectoryDto, scimDirectoryInput } from "@/lib/access/scim/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/sso-connections/{id}/directory";
const tag = "Directory sync";

export const GET = route({
  method: "GET",
  path,
  summary: "A connection's directory: address, tokens and what it has brought",
  tag,
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  response: scimDirectoryDto,
  handler: ({ ctx, params }) => getDirectory(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Switch directory sync on or off",
  tag,
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: idParams,
  body: scimDirectoryInput,
  response: scimDirectoryDto,
  handler: ({ ctx, params, body }) => setDirectory(ctx, params.id, body),
});
