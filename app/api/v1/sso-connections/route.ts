import { createConnection } from "@/lib/access/single-sign-on/connections/create-connection";
import { listConnections } from "@/lib/access/single-sign-on/connections/list-connections";
import {
  createConnectionInput,
  ssoConnectionDto,
  ssoConnectionList,
} from "@/lib/access/single-sign-on/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/sso-connections";
const tag = "Single sign-on";

export const GET = route({
  method: "GET",
  path,
  summary: "List the workspace's own identity providers",
  tag,
  auth: "tenant",
  permission: "sso:read",
  response: ssoConnectionList,
  handler: ({ ctx }) => listConnections(ctx),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Begin a connection to an identity provider",
  tag,
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  body: createConnectionInput,
  response: ssoConnectionDto,
  status: 201,
  handler: ({ ctx, body }) => createConnection(ctx, body),
});
