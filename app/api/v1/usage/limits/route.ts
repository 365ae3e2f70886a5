import { route } from "@/lib/api/route";
import { listLimits } from "@/lib/usage/list-limits";
import { usageLimitPage } from "@/lib/usage/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/usage/limits",
  summary: "Read the account's limits and what is used of them; costs no call",
  tag: "Usage",
  auth: "tenant",
  permission: "usage:read",
  metered: false,
  response: usageLimitPage,
  handler: ({ ctx }) => listLimits(ctx),
});
