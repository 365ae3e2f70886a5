import { etagOf } from "@/lib/api/if-match";
import { Reply, route } from "@/lib/api/route";
import { getBranding } from "@/lib/lifecycle/branding/get-branding";
import { brandingDto } from "@/lib/lifecycle/branding/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/branding",
  summary: "The workspace's look: draft (with its ETag), what is published, and the last 20 versions",
  tag: "Branding",
  auth: "tenant",
  permission: "tenant:read",
  response: brandingDto,
  handler: async ({ ctx }) => {
    const branding = await getBranding(ctx);
    return new Reply(branding, { headers: etagOf(branding.draft?.revision ?? 0) });
  },
});
