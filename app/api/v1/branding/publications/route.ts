import { revisionOf } from "@/lib/api/if-match";
import { route } from "@/lib/api/route";
import { publishBranding } from "@/lib/lifecycle/branding/publish-branding";
import { brandingDto, publicationInput } from "@/lib/lifecycle/branding/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/branding/publications",
  summary: "Publish the draft, or bring an earlier version back; If-Match names the draft you saw",
  tag: "Branding",
  auth: "tenant",
  permission: "branding:update",
  body: publicationInput,
  response: brandingDto.shape.published.unwrap(),
  status: 201,
  handler: ({ ctx, body, request }) => publishBranding(ctx, body, revisionOf(request)),
});
