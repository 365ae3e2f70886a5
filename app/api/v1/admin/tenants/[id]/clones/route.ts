import { route } from "@/lib/api/route";
import { cloneTenant } from "@/lib/back-office/transfers/clone-tenant";
import { cloneInput, transferDto } from "@/lib/back-office/transfers/schema";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/tenants/{id}/clones",
  summary: "Copy a workspace into a sandbox of the same account",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: cloneInput,
  response: transferDto,
  status: 202,
  handler: ({ ctx, params, body }) => cloneTenant(ctx, params.id, body),
});
