import { ssoTestDto } from "@/lib/access/single-sign-on/schema";
import { startTest } from "@/lib/access/single-sign-on/tests/start-test";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/sso-connections/{id}/tests",
  summary: "Prepare a real round trip to the provider that signs nobody in",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  rate: { limit: 30, windowSeconds: 60 },
  params: idParams,
  response: ssoTestDto,
  status: 201,
  handler: ({ ctx, params }) => startTest(ctx, params.id),
});
