import { resetMemberFactors } from "@/lib/access/members/factor-resets/reset-member-factors";
import { factorResetDto, factorResetInput } from "@/lib/access/members/factor-resets/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/users/{id}/factor-reset",
  summary: "Reset a member's two-step sign-in",
  tag: "Users",
  auth: "tenant",
  permission: "members:reset_mfa",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  params: idParams,
  body: factorResetInput,
  response: factorResetDto,
  handler: ({ ctx, params, body }) => resetMemberFactors(ctx, params.id, body),
});
