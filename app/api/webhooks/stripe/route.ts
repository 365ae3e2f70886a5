import { receiveEvent } from "@/lib/billing/stripe/receive-event";

const MAX_BYTES = 1_000_000;

/** Stripe's deliveries. No route() declaration: the signature over the raw body is the authentication. */
export async function POST(request: Request): Promise<Response> {
  const length = Number(request.headers.get("content-length") ?? 0);
  if (length > MAX_BYTES) return answer(400, "refused");
  const rawBody = await request.text();
  const receipt = await receiveEvent({ rawBody, signature: request.headers.get("stripe-signature") });
  return answer(receipt === "refused" ? 400 : 200, receipt);
}

function answer(status: number, receipt: string): Response {
  return Response.json({ receipt }, { status, headers: { "cache-control": "no-store" } });
}
