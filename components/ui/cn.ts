import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. It does not resolve conflicts: pass layout classes (margin, width, grid) to a primitive and choose
 * its looks by its variant props.
 */
export function cn(...values: ClassValue[]): string {
  return clsx(values);
}
