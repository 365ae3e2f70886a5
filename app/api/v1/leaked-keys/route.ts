import { reportLeakedKey } from "@/lib/access/api-keys/report-leaked-key";
import { leakReport } from "@/lib/access/api-keys/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/v1/leaked-keys",
  summary: "Report an API key that was found in the open; it is revoked",
  tag: "API keys",
  auth: "public",
  programs: true,
  rate: { limit: 60, windowSeconds: 900 },
  body: leakReport,
  response: null,
  handler: async ({ ctx, body }) => {
    await reportLeakedKey(ctx, body);
    return null;
  },
});
