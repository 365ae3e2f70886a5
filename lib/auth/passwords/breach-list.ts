import "server-only";

/** Somebody who knows passwords that have leaked. */
export type BreachList = {
  /**
   * How often a password was found in leaks.
   * @throws when the list does not answer; whoever asks decides what that means
   */
  countOf(password: string): Promise<number>;
};
