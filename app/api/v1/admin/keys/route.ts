import { route } from "@/lib/api/route";
import { getKeyStatus } from "@/lib/back-office/keys/get-key-status";
import { keyStatusDto } from "@/lib/back-office/keys/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/keys",
  summary: "Generations of keys, rotations and backups",
  tag: "Back-office",
  auth: "staff",
  response: keyStatusDto,
  handler: ({ ctx }) => getKeyStatus(ctx),
});
