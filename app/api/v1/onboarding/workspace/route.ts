import { route } from "@/lib/api/route";
import { onboardingContext } from "@/lib/lifecycle/onboarding/onboarding-context";
import { tenantDto, updateTenantInput } from "@/lib/lifecycle/tenants/schema";
import { updateTenant } from "@/lib/lifecycle/tenants/update-tenant";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/onboarding/workspace",
  summary: "Change the workspace you are setting up",
  tag: "Onboarding",
  auth: "user",
  body: updateTenantInput,
  response: tenantDto,
  handler: async ({ ctx, body }) => {
    const tenantCtx = await onboardingContext(ctx);
    return updateTenant(tenantCtx, tenantCtx.tenant.id, body);
  },
});
