import { queryOptions } from "@tanstack/react-query";
import type { CreatedLink, LinkInput, LinkPage, LinkView } from "@/lib/access/invitations/links/schema";
import type { AcceptedInvitation } from "@/lib/access/invitations/schema";
import { api } from "@/lib/api/client";

const LINKS = ["invitation-links"] as const;

/** One page of links; null is the first, which the server rendered. */
export function linkList(cursor: string | null, first: LinkPage) {
  return queryOptions({
    queryKey: [...LINKS, cursor],
    ...(cursor === null && { initialData: first }),
    queryFn: ({ signal }) =>
      api.get<LinkPage>("/invitation-links", { query: cursor ? { cursor } : {}, signal }),
  });
}
linkList.key = LINKS;

export const createLink = (body: LinkInput) => api.post<CreatedLink>("/invitation-links", { body });
export const revokeLink = (id: string) => api.delete(`/invitation-links/${id}`);
/** Without a token the server uses the one that an earlier look-up kept. */
export const lookUpLink = (token: string | undefined) =>
  api.post<LinkView>("/invitation-links/look-up", { body: token ? { token } : {} });
export const joinWithLink = () => api.post<AcceptedInvitation>("/invitation-links/join", { body: {} });
