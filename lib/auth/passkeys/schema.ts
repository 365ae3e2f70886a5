import * as z from "zod";

const base64Url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/);
const transport = z.string().max(30);
const rest = {
  id: base64Url(1400),
  rawId: base64Url(1400),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: z.looseObject({}),
};

/** What a browser made of a new passkey (WebAuthn level 3, `RegistrationResponseJSON`). */
export const registrationResponse = z.object({
  ...rest,
  response: z.object({
    clientDataJSON: base64Url(4000),
    attestationObject: base64Url(20_000),
    transports: z.array(transport).max(10).optional(),
  }),
});

/** What a browser signed with a passkey (`AuthenticationResponseJSON`). */
export const assertionResponse = z.object({
  ...rest,
  response: z.object({
    clientDataJSON: base64Url(4000),
    authenticatorData: base64Url(4000),
    signature: base64Url(4000),
    userHandle: z.string().max(100).optional(),
  }),
});
export type AssertionResponse = z.output<typeof assertionResponse>;

export const passkeyName = z.string().trim().min(1).max(100);

/** Options go to the browser's own interface as they are. */
export const passkeyOptions = z.looseObject({ challenge: z.string() });

export const registerPasskeyBody = z.strictObject({ name: passkeyName, response: registrationResponse });
export const renamePasskeyBody = z.strictObject({ name: passkeyName });
export const passkeyParams = z.object({ id: z.uuid() });

const then = {
  to: z.string().max(253).optional(),
  next: z.string().max(2000).optional(),
};
export const passkeySignInBody = z.strictObject({ response: assertionResponse, ...then });

export const passkeyItem = z.object({
  id: z.string(),
  name: z.string(),
  synced: z.boolean().meta({ description: "Kept in a password manager, on more than one device." }),
  last_used_at: z.string().nullable(),
  created_at: z.string(),
});
export type PasskeyItem = z.infer<typeof passkeyItem>;
