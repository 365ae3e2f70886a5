import { route } from "@/lib/api/route";
import { getMe } from "@/lib/auth/profile/get-me";
import { updateMe } from "@/lib/auth/profile/update-me";
import { me, updateMeBody } from "@/lib/auth/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/me",
  summary: "The signed-in person",
  tag: "Me",
  auth: "user",
  keys: false,
  response: me,
  handler: ({ ctx }) => getMe(ctx),
});

export const PUT = route({
  method: "PUT",
  path: "/api/v1/me",
  summary: "Change the own profile",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 60, windowSeconds: 60 },
  body: updateMeBody,
  response: me,
  handler: ({ ctx, body }) => updateMe(ctx, body),
});
