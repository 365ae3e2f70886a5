import * as z from "zod";
import { assertionResponse } from "@/lib/auth/passkeys/schema";
import { hasControl } from "@/lib/core/has-control";
import { LOCALES, THEMES } from "@/lib/core/locale";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import { place } from "@/lib/core/place";

/** The fewest characters that any workspace may allow. */
const SHORTEST_PASSWORD = 8;

export const CODE_LENGTH = 6;
/** Seconds between two mails of one sign-up. */
export const RESEND_AFTER_SECONDS = 30;

/** An address as it is stored: trimmed, lower case, ASCII only, so that no look-alike `@` or letter passes. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "email_invalid")
  .pipe(z.email("email_invalid"));

export const nameField = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((value) => !hasControl(value), "invalid");

/** For people whose workspace may ask for fewer or more characters: the verb knows how many. */
const memberPasswordField = z
  .string()
  .min(SHORTEST_PASSWORD, "password_too_short")
  .max(PASSWORD_MAX_LENGTH, "password_too_long");

/** Length only; the server also checks the blocklist and the person's own name and address. */
export const newPasswordField = z
  .string()
  .min(PASSWORD_MIN_LENGTH, "password_too_short")
  .max(PASSWORD_MAX_LENGTH, "password_too_long");

/** What somebody types to prove who they are: no rule of today may shut out a password of yesterday. */
const givenPassword = z.string().min(1).max(1024);

export const codeField = z
  .string()
  .transform((value) => value.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^[0-9]{6}$/, "code_invalid"));

/** A slug, `admin`, or a workspace's own host name. */
const target = z.string().max(253).optional();
const nextPath = z.string().max(2000).optional();

export const signUpBody = z.strictObject({
  email: emailField,
  first_name: nameField,
  last_name: nameField,
  password: newPasswordField,
  accept_terms: z.literal(true, "terms_required"),
  locale: z.enum(LOCALES).optional(),
});
export const signUpAnswer = z.object({
  status: z.literal("code_sent"),
  resend_after_seconds: z.int(),
  sends_left: z.int(),
});
export const signUpCodeBody = z.strictObject({ code: codeField, next: nextPath });
export const signUpAddressBody = z.strictObject({ email: emailField });

export const redirectAnswer = z.object({ redirect_to: z.string() });

export const signInBody = z.strictObject({
  email: emailField,
  password: givenPassword,
  to: target,
  next: nextPath,
});
export const discoverBody = z.strictObject({ email: emailField, to: target });
/** What the second page of signing in shows. The same for every address, but for those of a workspace's own directory. */
export const signInOffer = z.object({
  methods: z.array(z.enum(["password", "sso"])).min(1),
  sso: z.object({ name: z.string(), url: z.string() }).nullable(),
});
export type SignInOffer = z.infer<typeof signInOffer>;
export const signInAnswer = z.object({
  status: z.enum(["signed_in", "totp_required", "totp_enrolment_required"]),
  redirect_to: z.string().nullable(),
});
export const stepUpBody = z.strictObject({
  password: givenPassword.nullable().default(null),
  code: codeField.nullable().default(null),
  passkey: assertionResponse.nullable().default(null),
});

export const signInAgainQuery = z.object({ next: nextPath });
/** For who has neither a password nor a second factor: their provider says who they are. */
export const signInAgain = z.object({ again: z.object({ name: z.string(), url: z.url() }).nullable() });
export type SignInAgain = z.infer<typeof signInAgain>;

export const handOffBody = z.strictObject({
  to: z.string().min(1).max(253),
  next: nextPath,
  state: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export const urlAnswer = z.object({ url: z.string() });

export const passwordResetBody = z.strictObject({ email: emailField });
export const passwordResetAnswer = z.object({ status: z.literal("sent") });
export const unlockBody = passwordResetBody;
export const unlockAnswer = passwordResetAnswer;
export const unlockCompleteBody = z.strictObject({ token: z.string().min(1).max(200) });
export const passwordResetCompleteBody = z.strictObject({
  token: z.string().min(1).max(200),
  password: memberPasswordField,
});

export const me = z.object({
  id: z.string(),
  email: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  /** Version of the picture, for its address; null without one. */
  avatar: z.string().nullable(),
  locale: z.enum(LOCALES),
  theme: z.enum(THEMES),
  time_zone: z.string(),
  platform_role: z.enum(["user", "super_admin"]),
  has_password: z.boolean(),
  mfa_enabled: z.boolean().meta({ description: "Whether there is a second factor of any kind." }),
  totp_enabled: z.boolean(),
  passkeys: z.int(),
  created_at: z.string(),
});
export type Me = z.infer<typeof me>;

const timeZone = z
  .string()
  .max(64)
  .refine((value) => isTimeZone(value), "invalid");
export const updateMeBody = z.strictObject({
  first_name: nameField.optional(),
  last_name: nameField.optional(),
  locale: z.enum(LOCALES).optional(),
  theme: z.enum(THEMES).optional(),
  time_zone: timeZone.optional(),
});
export type UpdateMe = z.infer<typeof updateMeBody>;
export const preferencesBody = z.strictObject({
  locale: z.enum(LOCALES).optional(),
  theme: z.enum(THEMES).optional(),
  time_zone: timeZone.optional(),
});
export const changePasswordBody = z.strictObject({
  current_password: givenPassword,
  new_password: memberPasswordField,
});

export const sessionItem = z.object({
  id: z.string(),
  method: z.string(),
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
  created_at: z.string(),
  last_seen_at: z.string(),
  current: z.boolean(),
  /** Whether a second step was taken. */
  second_step: z.boolean(),
  place,
  network: z.object({ kind: z.enum(["loopback", "private", "public"]), range: z.string() }).nullable(),
});
export type SessionItem = z.infer<typeof sessionItem>;

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
