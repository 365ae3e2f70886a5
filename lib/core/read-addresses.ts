/** Addresses out of pasted text: separated by blanks, commas or semicolons, also as `Anna <anna@example.com>`. */
export function readAddresses(text: string): string[] {
  const bracketed = [...text.matchAll(/<([^<>\s]+)>/g)].map((match) => match[1] ?? "");
  // Beside an address in brackets the words before it are a name.
  const plain = text
    .replace(/[^,;\n]*<[^<>\s]+>/g, " ")
    .split(/[\s,;]+/)
    .filter(Boolean);
  return [...new Set([...bracketed, ...plain].map((address) => address.toLowerCase()))];
}
