import { route } from "@/lib/api/route";
import { placeAccount } from "@/lib/back-office/cells/place-account";
import { placementDto, placementInput } from "@/lib/back-office/cells/schema";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/admin/tenants/{id}/placement",
  summary: "Place the next workspaces of this workspace's account",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  body: placementInput,
  response: placementDto,
  handler: ({ ctx, params, body }) => placeAccount(ctx, params.id, body),
});
