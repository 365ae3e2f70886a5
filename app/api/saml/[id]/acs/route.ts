import type { NextRequest } from "next/server";
import { problemResponse } from "@/lib/api/problem";
import { receivePost } from "@/lib/auth/sso/flows/receive-post";
import { newId } from "@/lib/core/ids";

/**
 * The one address that another site posts a form to: SAML's HTTP-POST binding. No cookie comes along and none is set;
 * the browser that began finishes at the address it is sent to.
 */
export async function POST(
  request: NextRequest,
  segment: { params: Promise<{ id: string }> },
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  try {
    const location = await receivePost({
      host: request.headers.get("host") ?? "",
      ip: request.headers.get("x-client-ip"),
      contentType: request.headers.get("content-type") ?? "",
      connectionId: (await segment.params).id,
      readBody: () => request.text(),
    });
    return new Response(null, {
      status: 303,
      headers: {
        location,
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
        "x-request-id": requestId,
      },
    });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
