import "server-only";

const sizes = new WeakMap<Response, number>();

/** A JSON or text answer whose size the ledger can tell without reading the stream again. */
export function sizedResponse(text: string | null, init: { status: number; headers: Headers }): Response {
  const response = new Response(text, init);
  if (text !== null) sizes.set(response, Buffer.byteLength(text));
  return response;
}

/** Bytes of an answer's body; 0 when it has none or was not made here. */
export function responseSize(response: Response): number {
  return sizes.get(response) ?? 0;
}
