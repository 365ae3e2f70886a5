/** Control, bidi and invisible formatting characters: they can split headers or make a name read as another. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A stored name as one harmless line: no control characters, no runs of blanks. */
export function oneLine(value: string): string {
  return value.replace(INVISIBLE, " ").replace(/\s+/g, " ").trim();
}

/**
 * The same for a body. Mail programs turn anything that looks like an address into a link, so a workspace named
 * "evil.example" would carry one: an invisible word joiner after each dot and slash prevents that.
 */
export function unlinked(value: string): string {
  return oneLine(value).replace(/(?<=\S)([.:/@])(?=\S)/g, "$1\u2060");
}
