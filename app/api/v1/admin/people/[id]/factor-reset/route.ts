import { factorResetDto, factorResetInput } from "@/lib/access/members/factor-resets/schema";
import { route } from "@/lib/api/route";
import { resetPersonFactors } from "@/lib/back-office/people/reset-person-factors";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/people/{id}/factor-reset",
  summary: "Reset a person's two-step sign-in",
  tag: "Back-office",
  auth: "staff",
  rate: { limit: 20, windowSeconds: 3600 },
  params: idParams,
  body: factorResetInput,
  response: factorResetDto,
  handler: ({ ctx, params, body }) => resetPersonFactors(ctx, params.id, body),
});
