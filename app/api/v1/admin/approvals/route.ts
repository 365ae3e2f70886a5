import { route } from "@/lib/api/route";
import { listApprovals } from "@/lib/back-office/approvals/list-approvals";
import { approvalPage, approvalQuery } from "@/lib/back-office/approvals/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/approvals",
  summary: "List requests for a workspace, the open ones oldest first",
  tag: "Back-office",
  auth: "staff",
  query: approvalQuery,
  response: approvalPage,
  handler: ({ ctx, query }) => listApprovals(ctx, query),
});
