import { etagOf, revisionOf } from "@/lib/api/if-match";
import { Reply, route } from "@/lib/api/route";
import { discardBrandingDraft } from "@/lib/lifecycle/branding/discard-branding-draft";
import { saveBrandingDraft } from "@/lib/lifecycle/branding/save-branding-draft";
import { brandingDto } from "@/lib/lifecycle/branding/schema";
import { brandingSettings } from "@/lib/tenancy/branding/schema";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/branding/draft",
  summary: 'Save the draft; If-Match names the one you saw ("0" for none), else 412',
  tag: "Branding",
  auth: "tenant",
  permission: "branding:update",
  body: brandingSettings,
  response: brandingDto.shape.draft.unwrap(),
  handler: async ({ ctx, body, request }) => {
    const draft = await saveBrandingDraft(ctx, body, revisionOf(request));
    return new Reply(draft, { headers: etagOf(draft.revision) });
  },
});

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/branding/draft",
  summary: "Throw the draft away; If-Match names the one you saw",
  tag: "Branding",
  auth: "tenant",
  permission: "branding:update",
  response: null,
  handler: async ({ ctx, request }) => {
    await discardBrandingDraft(ctx, revisionOf(request));
    return null;
  },
});
