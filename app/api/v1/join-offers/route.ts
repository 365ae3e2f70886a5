import { listOffers } from "@/lib/access/join-requests/list-offers";
import { joinOffers } from "@/lib/access/join-requests/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/join-offers",
  summary: "Workspaces of colleagues that you may ask to join",
  tag: "Invitations",
  auth: "user",
  keys: false,
  rate: { limit: 60, windowSeconds: 60 },
  response: joinOffers,
  handler: async ({ ctx }) => ({ data: await listOffers(ctx) }),
});
