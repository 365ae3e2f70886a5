import { createSetupLink } from "@/lib/access/single-sign-on/setup-links/create-setup-link";
import { getSetupLink } from "@/lib/access/single-sign-on/setup-links/get-setup-link";
import { revokeSetupLink } from "@/lib/access/single-sign-on/setup-links/revoke-setup-link";
import {
  setupLinkAnswer,
  setupLinkDto,
  setupLinkInput,
} from "@/lib/access/single-sign-on/setup-links/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-connections/{id}/setup-link",
  summary: "The setup link for IT that works now, without its address",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  response: setupLinkAnswer,
  handler: ({ ctx, params }) => getSetupLink(ctx, params.id),
});

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-connections/{id}/setup-link",
  summary: "Make a setup link for IT, which ends the one before it",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  params: idParams,
  body: setupLinkInput,
  response: setupLinkDto,
  status: 201,
  handler: ({ ctx, params, body }) => createSetupLink(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/sso-connections/{id}/setup-link",
  summary: "End the setup link for IT",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: idParams,
  response: null,
  handler: ({ ctx, params }) => revokeSetupLink(ctx, params.id),
});
