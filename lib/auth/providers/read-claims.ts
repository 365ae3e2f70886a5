import "server-only";
import * as z from "zod";
import { emailField } from "../schema";
import type { ProviderClaims } from "./link-identity";
import type { ProviderId } from "./provider-ids";

const yes = z.union([z.literal(true), z.literal("true"), z.literal(1), z.literal("1")]);
const text = z.string().trim().max(200).catch("");
const claims = z.object({
  sub: z.union([z.string().min(1), z.number()]).optional(),
  id: z.union([z.string().min(1), z.number()]).optional(),
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  /** Microsoft's word for a verified domain; it has no email_verified. */
  xms_edov: z.unknown().optional(),
  given_name: text.optional(),
  family_name: text.optional(),
  name: text.optional(),
});

/**
 * Reads a provider's profile. `trustsDirectory`: the operator configured one Microsoft directory whose addresses are
 * its own; of "common" anybody could claim any address. Null without a subject.
 */
export function readClaims(
  provider: ProviderId,
  profile: unknown,
  options: { trustsDirectory: boolean },
): ProviderClaims | null {
  const read = claims.safeParse(profile);
  const subject = read.success ? (read.data.sub ?? read.data.id) : undefined;
  if (!read.success || subject === undefined) return null;
  const { data } = read;
  const [first = "", ...rest] = (data.name ?? "").split(/\s+/);
  const directory = options.trustsDirectory || yes.safeParse(data.xms_edov).success;
  return {
    provider,
    subject: String(subject).slice(0, 255),
    email: emailField.safeParse(data.email).data ?? null,
    emailVerified: provider === "azure-ad" ? directory : yes.safeParse(data.email_verified).success,
    firstName: (data.given_name || first).slice(0, 100),
    lastName: (data.family_name || rest.join(" ")).slice(0, 100),
  };
}
