import { resendInvitation } from "@/lib/access/invitations/resend-invitation";
import { invitationDto } from "@/lib/access/invitations/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const POST = route({
  method: "POST",
  path: "/api/v1/invitations/{id}/resend",
  summary: "Send an invitation again with a new link; the old link stops working",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  params: idParams,
  response: invitationDto,
  handler: ({ ctx, params }) => resendInvitation(ctx, params.id),
});
