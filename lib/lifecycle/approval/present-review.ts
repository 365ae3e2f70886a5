import "server-only";
import type { TenantReview, TenantReviewMessage } from "@/lib/infra/prisma/generated/client";
import { type ReviewDto, type ReviewMessageDto, reviewMessageDto, reviewState } from "./schema";

type Row = TenantReview & { messages: TenantReviewMessage[] };

/** A request for the person who made it: who of staff asks or decides is not their business. */
export function presentReview(row: Row): ReviewDto {
  return {
    state: reviewState.parse(row.state),
    reason: row.state === "rejected" ? row.reason : null,
    messages: row.messages.map((message) => ({
      ...presentMessage(message),
      ...(message.author === "staff" && { author_name: "" }),
    })),
    created_at: row.createdAt.toISOString(),
  };
}

export function presentMessage(row: TenantReviewMessage): ReviewMessageDto {
  return reviewMessageDto.parse({
    id: row.id,
    author: row.author,
    author_name: row.authorName,
    body: row.body,
    created_at: row.createdAt.toISOString(),
  });
}
