import { Reply, route } from "@/lib/api/route";
import { clearSession } from "@/lib/auth/session-cookie";
import { getDeletionPlan } from "@/lib/lifecycle/own-account/get-deletion-plan";
import { requestDeletion } from "@/lib/lifecycle/own-account/request-deletion";
import { deleteAccountBody, deletionAnswer, deletionPlan } from "@/lib/lifecycle/own-account/schema";

const path = "/api/v1/me/deletion";
const tag = "Me";

export const GET = route({
  method: "GET",
  path,
  summary: "What has to be settled before the own account can be deleted",
  tag,
  auth: "user",
  keys: false,
  response: deletionPlan,
  handler: ({ ctx }) => getDeletionPlan(ctx),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Close the own account at once and erase it in a week",
  tag,
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 3600 },
  body: deleteAccountBody,
  response: deletionAnswer,
  status: 202,
  handler: async ({ ctx, body }) => {
    const { deleteAfter } = await requestDeletion(ctx, body);
    return new Reply({ delete_after: deleteAfter.toISOString() }, { status: 202, cookies: [clearSession()] });
  },
});
