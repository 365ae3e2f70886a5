import "server-only";
import { normalised } from "./internal";

/** In characters as a person counts them, whatever the keyboard made of them. */
export function lengthOf(password: string): number {
  return [...normalised(password)].length;
}
