/** Words that say nothing about which company it is. */
const EMPTY = new Set([
  "bv",
  "nv",
  "inc",
  "ltd",
  "llc",
  "gmbh",
  "the",
  "hq",
  "team",
  "group",
  "company",
  "co",
]);

/** A name without accents, legal forms, digits at the end and punctuation: what a copy would have in common. */
export function nameKey(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/\b([bn])\.\s?v\b\.?/g, "$1v")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !EMPTY.has(word));
  return words.join("").replace(/\d+$/, "");
}

/** Whether two names or addresses could be taken for each other: equal keys, or one letter in six apart. */
export function isSimilar(a: string, b: string): boolean {
  const [x, y] = [nameKey(a), nameKey(b)];
  if (x.length < 3 || y.length < 3) return false;
  if (x === y) return true;
  const most = Math.floor(Math.max(x.length, y.length) / 6);
  return most > 0 && Math.abs(x.length - y.length) <= most && distance(x, y) <= most;
}

/** Levenshtein's distance, row by row. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitute, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
