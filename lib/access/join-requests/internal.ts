import "server-only";
import type { MembershipRequestModel } from "@/lib/infra/prisma/generated/models/MembershipRequest";
import type { MembershipRequestDto } from "./schema";

export function presentRequest(row: MembershipRequestModel): MembershipRequestDto {
  return {
    id: row.id,
    status: row.status as MembershipRequestDto["status"],
    person: { name: row.name || row.email, email: row.email },
    note: row.note,
    role: row.role,
    decided_by: row.decidedByName,
    decided_at: row.decidedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
