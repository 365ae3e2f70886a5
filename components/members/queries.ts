import { queryOptions } from "@tanstack/react-query";
import type { MemberChange, MemberDto, MemberPage, MemberRoles } from "@/lib/access/members/schema";
import { api } from "@/lib/api/client";

const MEMBERS = ["members"] as const;

/** One page of members for the table's URL state. */
export function memberList(query: Readonly<Record<string, string>>, first?: MemberPage) {
  return queryOptions({
    queryKey: [...MEMBERS, query],
    // The server rendered the page without filters already.
    ...(first && Object.keys(query).length === 0 && { initialData: first }),
    queryFn: ({ signal }) => api.get<MemberPage>("/users", { query, signal }),
  });
}
memberList.key = MEMBERS;

export const changeMember = ({ id, change }: { id: string; change: MemberChange }) =>
  api.put<MemberDto>(`/users/${id}`, { body: change });
export const removeMember = (id: string) => api.delete(`/users/${id}`);
export const leaveWorkspace = () => api.delete("/users/me/membership");
export const setMemberRoles = (id: string, body: MemberRoles) =>
  api.put<MemberDto>(`/users/${id}/roles`, { body });
