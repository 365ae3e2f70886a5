import { route } from "@/lib/api/route";
import { cancelEmailChange } from "@/lib/auth/email-change/cancel-email-change";
import { getOwnEmail } from "@/lib/auth/email-change/get-own-email";
import { requestEmailChange } from "@/lib/auth/email-change/request-email-change";
import { changeEmailBody, ownEmail } from "@/lib/auth/email-change/schema";

const path = "/api/v1/me/email";
const tag = "Me";

export const GET = route({
  method: "GET",
  path,
  summary: "The own address, and the one that waits for its proof",
  tag,
  auth: "user",
  keys: false,
  response: ownEmail,
  handler: ({ ctx }) => getOwnEmail(ctx),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Ask for another address to sign in with; links go to the new one and to the old one",
  tag,
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  body: changeEmailBody,
  response: ownEmail,
  status: 202,
  handler: async ({ ctx, body }) => {
    await requestEmailChange(ctx, body);
    return getOwnEmail(ctx);
  },
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Give up the change of address that waits",
  tag,
  auth: "user",
  keys: false,
  response: null,
  handler: async ({ ctx }) => {
    await cancelEmailChange(ctx);
    return null;
  },
});
