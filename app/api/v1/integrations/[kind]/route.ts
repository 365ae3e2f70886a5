import * as z from "zod";
import { route } from "@/lib/api/route";
import { removeIntegration } from "@/lib/notifications/integrations/remove-integration";
import { saveIntegration } from "@/lib/notifications/integrations/save-integration";
import { integrationDto, integrationInput, integrationKind } from "@/lib/notifications/integrations/schema";

const path = "/api/v1/integrations/{kind}";
const tag = "Integrations";
const params = z.strictObject({ kind: integrationKind });

export const PUT = route({
  method: "PUT",
  path,
  summary: "Set an integration up, or change the named parts of it",
  tag,
  auth: "tenant",
  permission: "integrations:manage",
  params,
  body: integrationInput,
  response: integrationDto,
  handler: ({ ctx, params: { kind }, body }) => saveIntegration(ctx, kind, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Remove an integration with its secret",
  tag,
  auth: "tenant",
  permission: "integrations:manage",
  params,
  response: null,
  handler: async ({ ctx, params: { kind } }) => {
    await removeIntegration(ctx, kind);
    return null;
  },
});
