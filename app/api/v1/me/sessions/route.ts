import { route } from "@/lib/api/route";
import { listSessions } from "@/lib/auth/profile/list-sessions";
import { revokeOtherSessions } from "@/lib/auth/profile/revoke-other-sessions";
import { sessionItem } from "@/lib/auth/schema";
import { pageOf } from "@/lib/core/list-query";

export const GET = route({
  method: "GET",
  path: "/api/v1/me/sessions",
  summary: "The own open sessions",
  tag: "Me",
  auth: "user",
  keys: false,
  response: pageOf(sessionItem),
  handler: async ({ ctx }) => ({
    data: await listSessions(ctx),
    page: { next_cursor: null, has_more: false },
  }),
});

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/me/sessions",
  summary: "Sign out everywhere else",
  tag: "Me",
  auth: "user",
  keys: false,
  response: null,
  handler: async ({ ctx }) => {
    await revokeOtherSessions(ctx);
    return null;
  },
});
