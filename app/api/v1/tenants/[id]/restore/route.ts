import * as z from "zod";
import { route } from "@/lib/api/route";
import { restoreTenant } from "@/lib/lifecycle/tenants/restore-tenant";
import { tenantDto } from "@/lib/lifecycle/tenants/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/tenants/{id}/restore",
  summary: "Call off the deletion of a workspace you own",
  tag: "Tenants",
  auth: "user",
  params: z.object({ id: z.uuid() }),
  response: tenantDto,
  handler: ({ ctx, params: { id } }) => restoreTenant(ctx, id),
});
