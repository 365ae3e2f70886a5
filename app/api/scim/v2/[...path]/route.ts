import type { NextRequest } from "next/server";
import { answerScim } from "@/lib/api/scim/answer-scim";

type Segment = { params: Promise<{ path: string[] }> };

/** SCIM 2.0 (RFC 7643, RFC 7644): a protocol of its own, with its own errors, spoken by identity providers. */
async function handle(request: NextRequest, segment: Segment): Promise<Response> {
  return answerScim(request, (await segment.params).path);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
