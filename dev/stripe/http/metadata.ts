import { invalidRequest } from "./errors";

type MetadataInput = Record<string, string | number | null> | "" | null | undefined;

/** Stripe's merge: a given key replaces, an empty value removes the key, an empty `metadata` removes them all. */
export function mergeMetadata(
  current: Record<string, string> | null,
  input: MetadataInput,
): Record<string, string> {
  if (input === undefined) return current ?? {};
  if (input === "" || input === null) return {};
  const merged = { ...current };
  for (const [key, value] of Object.entries(input)) {
    const path = `metadata[${key}]`;
    if (key.length > 40)
      throw invalidRequest(`Metadata keys can have up to 40 characters; '${key}' is too long.`, path);
    const text = String(value ?? "");
    if (text.length > 500)
      throw invalidRequest(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${text.length} characters.`,
        path,
      );
    if (text === "") delete merged[key];
    else merged[key] = text;
  }
  if (Object.keys(merged).length > 50) throw invalidRequest("Metadata can have up to 50 keys.", "metadata");
  return merged;
}

/** Form text that unsets a field when it is empty. */
export function orNull<T>(value: T | "" | undefined): T | null {
  return value === "" || value === undefined ? null : value;
}
