import * as z from "zod";
import { PROVIDER_IDS } from "@/lib/auth/providers/provider-ids";

export const connectBody = z.strictObject({ provider: z.enum(PROVIDER_IDS) });
export const identityParams = z.object({ id: z.uuid() });

export const identityItem = z.object({
  id: z.string(),
  provider: z.enum(PROVIDER_IDS),
  label: z.string().nullable(),
  connected_at: z.string(),
  removable: z.boolean().meta({ description: "False for the last way in." }),
});
export const ownIdentities = z.object({
  data: z.array(identityItem),
  workspaces: z
    .array(
      z.object({ workspace: z.string(), connection: z.string(), last_sign_in_at: z.string().nullable() }),
    )
    .meta({ description: "Workspaces that know this person by their own identity provider." }),
  available: z.array(z.enum(PROVIDER_IDS)),
});
export type OwnIdentities = z.infer<typeof ownIdentities>;
