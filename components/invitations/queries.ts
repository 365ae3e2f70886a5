import { queryOptions } from "@tanstack/react-query";
import type {
  AcceptedInvitation,
  InvitationDto,
  InvitationPage,
  InvitationView,
  InviteMembersInput,
  InviteResults,
} from "@/lib/access/invitations/schema";
import { api } from "@/lib/api/client";

const INVITATIONS = ["invitations"] as const;

/** One page of invitations for the table's URL state. */
export function invitationList(query: Readonly<Record<string, string>>, first?: InvitationPage) {
  return queryOptions({
    queryKey: [...INVITATIONS, query],
    // The server rendered the page without filters already.
    ...(first && Object.keys(query).length === 0 && { initialData: first }),
    queryFn: ({ signal }) => api.get<InvitationPage>("/invitations", { query, signal }),
  });
}
invitationList.key = INVITATIONS;

export const invite = (body: InviteMembersInput) => api.post<InviteResults>("/invitations", { body });
export const resendInvitation = (id: string) => api.post<InvitationDto>(`/invitations/${id}/resend`);
export const revokeInvitation = (id: string) => api.delete(`/invitations/${id}`);

/** Without a token the server uses the one that an earlier look-up kept. */
export const lookUpInvitation = (token: string | undefined) =>
  api.post<InvitationView>("/invitations/look-up", { body: token ? { token } : {} });
export const acceptInvitation = () => api.post<AcceptedInvitation>("/invitations/accept", { body: {} });
export const declineInvitation = () => api.post<void>("/invitations/decline", { body: {} });
export const requestInvitation = () => api.post("/invitations/requests", { body: {} });
