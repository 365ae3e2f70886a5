import { previewRole } from "@/lib/access/roles/custom/preview-role";
import { previewAsRole } from "@/lib/access/roles/preview-as-role";
import { roleDecisionsDto, rolePreviewBody, rolePreviewDto } from "@/lib/access/roles/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/roles/{id}/preview";
const tag = "Roles";

export const GET = route({
  method: "GET",
  path,
  summary: "What a person with this role and no other may do now",
  tag,
  auth: "tenant",
  permission: "roles:read",
  params: idParams,
  response: roleDecisionsDto,
  handler: ({ ctx, params }) => previewAsRole(ctx, params.id),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Who would gain and lose what by a change or the end of a role, without making it",
  tag,
  auth: "tenant",
  permission: "roles:read",
  params: idParams,
  body: rolePreviewBody,
  response: rolePreviewDto,
  handler: ({ ctx, params, body }) => previewRole(ctx, params.id, body),
});
