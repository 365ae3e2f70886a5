import * as z from "zod";
import { passkeyItem, passkeySignInBody } from "@/lib/auth/passkeys/schema";
import { codeField } from "@/lib/auth/schema";
import { place } from "@/lib/core/place";

const target = z.string().max(253).optional();
const nextPath = z.string().max(2000).optional();

/** As typed: the server reads it without regard to case, dashes and look-alikes. */
const recoveryCodeField = z.string().trim().min(1, "code_invalid").max(60, "code_invalid");

/** Not to be asked again in this browser, for as long as the person's workspaces allow. */
const trustDevice = z.boolean().default(false);
export const totpBody = z.strictObject({
  code: codeField,
  to: target,
  next: nextPath,
  trust_device: trustDevice,
});
export const passkeyStepBody = passkeySignInBody.extend({ trust_device: trustDevice });
export const ownTotpBody = z.strictObject({ code: codeField });
export const recoveryCodeBody = z.strictObject({ code: recoveryCodeField, to: target, next: nextPath });

/** Said by the person, whose only way back these codes are. */
const saved = z.literal(true).meta({ description: "The recovery codes were saved." });
export const savedBody = z.strictObject({ saved });
export const savedSignInBody = z.strictObject({ saved, to: target, next: nextPath });

export const totpEnrolmentAnswer = z.object({
  secret: z.string(),
  otpauth_url: z.string(),
  qr_data_url: z.string(),
});
const recoveryCodes = z
  .array(z.string())
  .length(10)
  .meta({ description: "Shown this once; only hashes are kept." });
export const recoveryCodesAnswer = z.object({ recovery_codes: recoveryCodes });
/** null: codes of before stay good. */
export const enrolmentProvedAnswer = z.object({ recovery_codes: recoveryCodes.nullable() });

export const trustedDevice = z.object({
  id: z.string(),
  user_agent: z.string().nullable(),
  ip: z.string().nullable(),
  place,
  last_used_at: z.string(),
  ends_at: z.string(),
});
export type TrustedDevice = z.infer<typeof trustedDevice>;

export const twoStep = z.object({
  enabled: z.boolean(),
  required: z.boolean().meta({ description: "Whether the last way may not be removed." }),
  totp: z.boolean(),
  passkeys: z.array(passkeyItem),
  recovery_codes_left: z.int().nullable(),
  trusted_devices: z.array(trustedDevice),
});
export type TwoStep = z.infer<typeof twoStep>;
