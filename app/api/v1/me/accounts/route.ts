import { route } from "@/lib/api/route";
import { listOwnAccounts } from "@/lib/lifecycle/own-account/accounts/list-own-accounts";
import { ownAccountList } from "@/lib/lifecycle/own-account/accounts/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/me/accounts",
  summary: "The accounts that the person owns, and what can be done about each",
  tag: "Me",
  auth: "user",
  keys: false,
  response: ownAccountList,
  handler: async ({ ctx }) => ({ data: await listOwnAccounts(ctx) }),
});
