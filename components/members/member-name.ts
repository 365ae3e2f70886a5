import type { MemberDto } from "@/lib/access/members/schema";

/** How a member is called: by name, else by address. */
export function memberName(member: Pick<MemberDto, "first_name" | "last_name" | "email">): string {
  return `${member.first_name} ${member.last_name}`.trim() || member.email;
}
