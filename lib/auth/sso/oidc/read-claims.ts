import "server-only";
import type { JWTPayload } from "jose";
import type { AttributeNames, SsoClaims } from "../schema";
import { SsoError } from "../sso-error";

/** `amr` values (RFC 8176) that say that more than one factor was used. */
const SEVERAL_FACTORS = new Set(["mfa", "mca"]);
const MAX_GROUPS = 1000;

/**
 * What we read of an ID token that is known to be the provider's.
 * @throws SsoError sso_response_invalid for a subject that is none
 */
export function readClaims(payload: JWTPayload, names: AttributeNames): SsoClaims {
  const text = (name: string) => {
    const value = name === "" ? undefined : payload[name];
    return typeof value === "string" ? value.trim() : "";
  };
  const { sub } = payload;
  if (!sub || sub.length > 255)
    throw new SsoError("sso_response_invalid", "The subject is missing or too long.");
  const { amr, email_verified: verified } = payload;
  return {
    subject: sub,
    email: text(names.email).toLowerCase() || null,
    // Some send the word. Entra never sends the claim: there the verified mail domain decides alone.
    email_verified: verified === undefined || verified === true || verified === "true",
    first_name: text(names.first_name).slice(0, 100),
    last_name: text(names.last_name).slice(0, 100),
    groups: readGroups(names.groups === "" ? undefined : payload[names.groups]),
    second_factor: Array.isArray(amr) && amr.some((value) => SEVERAL_FACTORS.has(String(value))),
    raw: { ...payload },
  };
}

function readGroups(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((group): group is string => typeof group === "string").slice(0, MAX_GROUPS);
}
