import { ssoTestDto, ssoTestParams } from "@/lib/access/single-sign-on/schema";
import { getTest } from "@/lib/access/single-sign-on/tests/get-test";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-connections/{id}/tests/{test_id}",
  summary: "What came of a test, for whoever started it",
  tag: "Single sign-on",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: ssoTestParams,
  response: ssoTestDto,
  handler: ({ ctx, params }) => getTest(ctx, { connectionId: params.id, testId: params.test_id }),
});
