import { leaveTenant } from "@/lib/access/members/leave-tenant";
import { route } from "@/lib/api/route";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/users/me/membership",
  summary: "Leave the workspace",
  tag: "Users",
  auth: "tenant",
  keys: false,
  response: null,
  handler: async ({ ctx }) => {
    await leaveTenant(ctx);
    return null;
  },
});
