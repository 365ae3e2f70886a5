import "server-only";

/** The revision that a caller saw, from `If-Match: "3"`; null when it named none. */
export function revisionOf(request: Request): number | null {
  const match = /^"(\d{1,9})"$/.exec(request.headers.get("if-match")?.trim() ?? "");
  return match ? Number(match[1]) : null;
}

export function etagOf(revision: number): { etag: string } {
  return { etag: `"${revision}"` };
}
