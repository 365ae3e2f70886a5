import * as z from "zod";

export type ParsedEmails = { valid: string[]; invalid: string[] };

const address = z.email().max(254);

/** Reads pasted text: one address a line, or a list with commas or semicolons, also as "Name <address>". */
export function parseEmails(text: string): ParsedEmails {
  const valid = new Set<string>();
  const invalid = new Set<string>();
  for (const part of text.split(/[\n\r,;\t]+/)) {
    const trimmed = part.trim();
    if (trimmed === "") continue;
    const inBrackets = /<([^<>]+)>\s*$/.exec(trimmed)?.[1];
    const candidates = inBrackets ? [inBrackets] : splitPlain(trimmed);
    for (const candidate of candidates) {
      const email = candidate.trim().toLowerCase();
      if (address.safeParse(email).success) valid.add(email);
      else invalid.add(candidate.trim());
    }
  }
  return { valid: [...valid], invalid: [...invalid] };
}

/** Blanks part addresses only where each part is one: "anna at work" stays one wrong line. */
function splitPlain(line: string): string[] {
  const words = line.split(/\s+/);
  return words.every((word) => word.includes("@")) ? words : [line];
}
