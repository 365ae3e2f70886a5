import * as z from "zod";
import { route } from "@/lib/api/route";
import { checkSlug } from "@/lib/lifecycle/slugs/check-slug";
import { slugCheck } from "@/lib/lifecycle/slugs/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/slugs/{slug}",
  summary: "Say whether a workspace can have this address",
  tag: "Tenants",
  auth: "user",
  rate: { limit: 120, windowSeconds: 60 },
  params: z.object({ slug: z.string().min(1).max(100) }),
  response: slugCheck,
  handler: ({ ctx, params: { slug } }) => checkSlug(ctx, slug),
});
