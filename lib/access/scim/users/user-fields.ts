import "server-only";
import { isObject, partOf } from "../protocol/attribute-path";
import type { Json, JsonObject } from "../protocol/definitions";
import { badRequest } from "../protocol/scim-error";

/** What a person's entry says that matters beyond the entry itself. */
export type UserFields = {
  userName: string;
  userNameKey: string;
  externalId: string | null;
  /** null where the entry does not say. */
  active: boolean | null;
  email: string | null;
  firstName: string;
  lastName: string;
};

const EMAIL = /^[^\s<>(),;:"@\\[\]]+@[^\s<>(),;:"@\\[\]]+$/;

/**
 * Reads the fields of a cleaned resource.
 * @throws ScimError invalidValue
 */
export function readUserFields(resource: JsonObject): UserFields {
  const userName = text(resource.userName)?.trim() ?? "";
  if (userName === "") throw badRequest("invalidValue", "userName is missing.");
  if (userName.length > 255) throw badRequest("invalidValue", "userName is too long.");
  const externalId = text(resource.externalId);
  if (externalId && externalId.length > 255) throw badRequest("invalidValue", "externalId is too long.");
  const name = isObject(resource.name) ? resource.name : {};
  const [first = "", ...rest] = (text(resource.displayName) ?? text(name.formatted) ?? "").split(" ");
  return {
    userName,
    userNameKey: userName.toLowerCase(),
    externalId,
    active: typeof resource.active === "boolean" ? resource.active : null,
    email: addressOf(resource, userName),
    firstName: (text(name.givenName) ?? first).slice(0, 100),
    lastName: (text(name.familyName) ?? rest.join(" ")).slice(0, 100),
  };
}

/** The primary address, else the one of work, else the first, else a user name that is one. */
function addressOf(resource: JsonObject, userName: string): string | null {
  const all = (Array.isArray(resource.emails) ? resource.emails : []).filter(isObject);
  const chosen =
    all.find((entry) => partOf(entry, "primary") === true) ??
    all.find((entry) => String(partOf(entry, "type")).toLowerCase() === "work") ??
    all[0];
  const found = [chosen ? text(partOf(chosen, "value")) : null, userName].find(
    (value) => value && EMAIL.test(value) && value.length <= 255,
  );
  return found?.trim().toLowerCase() ?? null;
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
