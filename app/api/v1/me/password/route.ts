import { rotatedReply } from "@/lib/api/rotated-reply";
import { route } from "@/lib/api/route";
import { changePassword } from "@/lib/auth/profile/change-password";
import { changePasswordBody } from "@/lib/auth/schema";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/me/password",
  summary: "Change the own password; signs the other sessions out",
  tag: "Me",
  auth: "user",
  keys: false,
  body: changePasswordBody,
  response: null,
  handler: async ({ ctx, body, request }) => {
    const { current_password: currentPassword, new_password: newPassword } = body;
    return rotatedReply(request, await changePassword(ctx, { currentPassword, newPassword }));
  },
});
