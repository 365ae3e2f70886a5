import { problemResponse } from "@/lib/api/problem";
import { NotFoundError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";

/** Whatever has no route under /api: a problem document like every other refusal, never a page. */
function notFound(request: Request): Response {
  return problemResponse(new NotFoundError("endpoint"), request.headers.get("x-request-id") ?? newId());
}

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
