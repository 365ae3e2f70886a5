import "server-only";
import { isObject, partOf } from "../protocol/attribute-path";
import { cleanResource, MAX_MEMBERS } from "../protocol/clean-resource";
import { GROUP, type JsonObject } from "../protocol/definitions";
import { badRequest } from "../protocol/scim-error";

export type GroupFields = {
  displayName: string;
  externalId: string | null;
  /** Ids of entries of people; each once. */
  members: string[];
};

/**
 * Reads what a group becomes.
 * @throws ScimError invalidValue
 */
export function readGroupFields(raw: JsonObject): GroupFields {
  const resource = cleanResource(GROUP, raw);
  const displayName = typeof resource.displayName === "string" ? resource.displayName.trim() : "";
  if (displayName === "") throw badRequest("invalidValue", "displayName is missing.");
  if (displayName.length > 255) throw badRequest("invalidValue", "displayName is too long.");
  const externalId = typeof resource.externalId === "string" ? resource.externalId : null;
  if (externalId && externalId.length > 255) throw badRequest("invalidValue", "externalId is too long.");
  const listed = Array.isArray(resource.members) ? resource.members : [];
  const members = [...new Set(listed.map((member) => memberId(isObject(member) ? member : {})))];
  if (members.length > MAX_MEMBERS)
    throw badRequest("invalidValue", `A group has at most ${MAX_MEMBERS} members.`);
  return { displayName, externalId, members };
}

function memberId(member: JsonObject): string {
  const value = partOf(member, "value");
  const type = partOf(member, "type");
  if (typeof type === "string" && type.toLowerCase() === "group") {
    throw badRequest("invalidValue", "Groups within groups are not supported: assign the people themselves.");
  }
  if (typeof value !== "string") throw badRequest("invalidValue", "A member has no value.");
  return value.toLowerCase();
}
