import * as z from "zod";

export const SSO_KEY_STATUSES = ["current", "next", "previous"] as const;

/** A key pair of the workspace's own: what is shown of it. */
export const ssoKeyDto = z.object({
  id: z.uuid(),
  /** `next`: published, not used yet. `previous`: opens what was still encrypted for it. */
  status: z.enum(SSO_KEY_STATUSES),
  fingerprint: z.string(),
  not_after: z.iso.datetime(),
  created_at: z.iso.datetime(),
});
export const ssoKeyList = z.object({ data: z.array(ssoKeyDto) });
export type SsoKeyList = z.infer<typeof ssoKeyList>;

export const ssoKeySwitch = z.strictObject({ id: z.uuid() });
