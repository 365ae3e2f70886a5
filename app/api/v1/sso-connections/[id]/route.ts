import { deleteConnection } from "@/lib/access/single-sign-on/connections/delete-connection";
import { getConnection } from "@/lib/access/single-sign-on/connections/get-connection";
import { updateConnection } from "@/lib/access/single-sign-on/connections/update-connection";
import { ssoConnectionDto, updateConnectionInput } from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/sso-connections/{id}";
const tag = "Single sign-on";

export const GET = route({
  method: "GET",
  path,
  summary: "One connection, with what its provider is told of us",
  tag,
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  response: ssoConnectionDto,
  handler: ({ ctx, params }) => getConnection(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change the named parts of a connection",
  tag,
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  rate: { limit: 60, windowSeconds: 60 },
  params: idParams,
  body: updateConnectionInput,
  response: ssoConnectionDto,
  handler: ({ ctx, params, body }) => updateConnection(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Delete a connection that is switched off",
  tag,
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await deleteConnection(ctx, params.id);
    return null;
  },
});
