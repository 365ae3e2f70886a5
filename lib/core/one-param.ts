/** The raw search parameters of a page. */
export type PageQuery = Promise<Record<string, string | string[] | undefined>>;

/** A search parameter that was given exactly once and is not empty. */
export function oneParam(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
