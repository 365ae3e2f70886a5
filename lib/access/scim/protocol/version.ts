import "server-only";
import { ScimError } from "./scim-error";

/** A resource's version as an ETag: weak, because the same version may be shown with fewer attributes. */
export function versionOf(revision: number): string {
  return `W/"${revision}"`;
}

/**
 * Refuses a change of a version that is no longer the current one.
 * @throws ScimError 412
 */
export function assertVersion(ifMatch: string | null, revision: number): void {
  if (ifMatch === null || names(ifMatch, revision)) return;
  throw new ScimError("precondition_failed", null, "The resource was changed since it was read.");
}

/** Whether the reader has this version already. */
export function isUnchanged(ifNoneMatch: string | null, revision: number): boolean {
  return ifNoneMatch !== null && names(ifNoneMatch, revision);
}

function names(header: string, revision: number): boolean {
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//i, ""));
  return tags.includes("*") || tags.includes(`"${revision}"`);
}
