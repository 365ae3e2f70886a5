import * as z from "zod";
import { route } from "@/lib/api/route";
import { integrationKind, testResult } from "@/lib/notifications/integrations/schema";
import { testIntegration } from "@/lib/notifications/integrations/test-integration";

export const POST = route({
  method: "POST",
  path: "/api/v1/integrations/{kind}/test",
  summary: "Try an integration for real",
  tag: "Integrations",
  auth: "tenant",
  permission: "integrations:manage",
  rate: { limit: 20, windowSeconds: 60 },
  params: z.strictObject({ kind: integrationKind }),
  response: testResult,
  handler: ({ ctx, params: { kind } }) => testIntegration(ctx, kind),
});
