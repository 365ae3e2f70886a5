import { route } from "@/lib/api/route";
import { updateMe } from "@/lib/auth/profile/update-me";
import { me, preferencesBody } from "@/lib/auth/schema";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/me/preferences",
  summary: "Change the own language, theme and time zone",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 60, windowSeconds: 60 },
  body: preferencesBody,
  response: me,
  handler: ({ ctx, body }) => updateMe(ctx, body),
});
