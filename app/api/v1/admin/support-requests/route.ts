import { route } from "@/lib/api/route";
import { requestSupportAccess } from "@/lib/back-office/support/request-support-access";
import { supportRequestedDto, supportWish } from "@/lib/back-office/support/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/support-requests",
  summary: "Ask a workspace's admins to agree to a support session",
  tag: "Back-office",
  auth: "staff",
  body: supportWish,
  response: supportRequestedDto,
  status: 201,
  handler: ({ ctx, body }) => requestSupportAccess(ctx, body),
});
