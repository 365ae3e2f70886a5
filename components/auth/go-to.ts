/** Leaves for another page or host. Never resolves, so that a form stays busy until the new page is there. */
export function goTo(address: string): Promise<never> {
  window.location.assign(address);
  return new Promise(() => undefined);
}

/** An address with the parameters that have a value. */
export function withParams(path: string, params: Record<string, string | undefined>): string {
  const given = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
