import { getSeats } from "@/lib/access/seats/get-seats";
import { seatsDto } from "@/lib/access/seats/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/seats",
  summary: "How many seats of the workspace are taken: members and open invitations",
  tag: "Users",
  auth: "tenant",
  permission: "members:read",
  response: seatsDto,
  handler: ({ ctx }) => getSeats(ctx),
});
