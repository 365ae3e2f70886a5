import { previewRole } from "@/lib/access/roles/custom/preview-role";
import { rolePreviewBody, rolePreviewDto } from "@/lib/access/roles/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/roles/{id}/preview",
  summary: "Who would gain and lose what by a change or the end of a role, without making it",
  tag: "Roles",
  auth: "tenant",
  permission: "roles:read",
  params: idParams,
  body: rolePreviewBody,
  response: rolePreviewDto,
  handler: ({ ctx, params, body }) => previewRole(ctx, params.id, body),
});
