import { route } from "@/lib/api/route";
import { openPortal } from "@/lib/billing/open-portal";
import { portalDto, portalInput } from "@/lib/billing/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/billing/portal-session",
  summary: "Open Stripe's Customer Portal",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:manage",
  keys: false,
  metered: false,
  rate: { limit: 20, windowSeconds: 60 },
  body: portalInput,
  response: portalDto,
  status: 201,
  handler: ({ ctx, body }) => openPortal(ctx, body),
});
