import { route } from "@/lib/api/route";
import { getIsolationStatus } from "@/lib/lifecycle/canaries/get-isolation-status";
import { isolationStatus } from "@/lib/lifecycle/canaries/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/isolation",
  summary: "Show how workspaces are proved to be kept apart",
  tag: "Workspace",
  auth: "tenant",
  permission: "tenant:read",
  metered: false,
  response: isolationStatus,
  handler: ({ ctx }) => getIsolationStatus(ctx),
});
