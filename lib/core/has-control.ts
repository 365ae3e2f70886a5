/** Whether a text holds a control character (category Cc): line breaks, tabs, NUL, C1. No name has one. */
export function hasControl(value: string): boolean {
  return /\p{Cc}/u.test(value);
}
