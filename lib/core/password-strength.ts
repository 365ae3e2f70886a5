import { PASSWORD_MIN_LENGTH } from "./password-rules";

/** 0 too short, 1 weak, 2 fair, 3 good, 4 strong. */
export type PasswordStrength = 0 | 1 | 2 | 3 | 4;

const RUNS = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm";

/**
 * A guess for the meter beside a password field: length counted without what repeats or follows from the character
 * before. Only advice; the server's blocklist decides.
 */
export function passwordStrength(password: string): PasswordStrength {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < PASSWORD_MIN_LENGTH) return 0;
  const weight = effectiveLength(characters) * Math.log2(alphabetSize(password));
  if (weight < 40) return 1;
  if (weight < 60) return 2;
  return weight < 80 ? 3 : 4;
}

function effectiveLength(characters: readonly string[]): number {
  const seen = new Map<string, number>();
  let length = 0;
  for (const [index, character] of characters.entries()) {
    const lower = character.toLowerCase();
    const pair = (characters[index - 1]?.toLowerCase() ?? "") + lower;
    const times = seen.get(lower) ?? 0;
    seen.set(lower, times + 1);
    const followsRun =
      pair.length === 2 && (RUNS.includes(pair) || RUNS.includes([...pair].reverse().join("")));
    length += (followsRun ? 0.3 : 1) / (1 + times * 0.35);
  }
  return length;
}

function alphabetSize(password: string): number {
  const classes: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[0-9]/, 10],
    [/[^a-zA-Z0-9]/, 30],
  ];
  return Math.max(
    2,
    classes.reduce((sum, [pattern, size]) => sum + (pattern.test(password) ? size : 0), 0),
  );
}
