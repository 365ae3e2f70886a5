import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type {
  NewTeam,
  NewTeamMember,
  TeamChange,
  TeamDto,
  TeamMemberChange,
  TeamMemberDto,
  TeamMemberPage,
  TeamPage,
  TeamRoleWish,
} from "@/lib/teams/schema";

const TEAMS = ["teams"] as const;
const MOST_A_PAGE = "100";

/** The whole tree, each team right after the one it lies below. */
export function teamTree(first?: TeamPage) {
  return queryOptions({
    queryKey: [...TEAMS, "tree"],
    ...(first && !first.page.has_more && { initialData: first.data }),
    queryFn: async ({ signal }) => {
      const teams: TeamDto[] = [];
      let cursor: string | null = null;
      do {
        const query: Record<string, string> = { limit: MOST_A_PAGE, ...(cursor && { cursor }) };
        const page: TeamPage = await api.get<TeamPage>("/teams", { query, signal });
        teams.push(...page.data);
        cursor = page.page.next_cursor;
      } while (cursor);
      return teams;
    },
  });
}
teamTree.key = TEAMS;

export const oneTeam = (first: TeamDto) =>
  queryOptions({
    queryKey: [...TEAMS, first.id],
    initialData: first,
    queryFn: ({ signal }) => api.get<TeamDto>(`/teams/${first.id}`, { signal }),
  });

export const teamMembers = (id: string, query: Readonly<Record<string, string>>) =>
  queryOptions({
    queryKey: [...TEAMS, id, "members", query],
    queryFn: ({ signal }) => api.get<TeamMemberPage>(`/teams/${id}/members`, { query, signal }),
  });

export const createTeam = (body: NewTeam) => api.post<TeamDto>("/teams", { body });
export const changeTeam = (id: string, body: TeamChange) => api.put<TeamDto>(`/teams/${id}`, { body });
export const deleteTeam = (id: string) => api.delete(`/teams/${id}`, { query: { sub_teams: "move_up" } });
export const addToTeam = (id: string, body: NewTeamMember) =>
  api.post<TeamMemberDto>(`/teams/${id}/members`, { body });
export const changeTeamMember = (id: string, userId: string, body: TeamMemberChange) =>
  api.put<TeamMemberDto>(`/teams/${id}/members/${userId}`, { body });
export const takeOutOfTeam = (id: string, userId: string) => api.delete(`/teams/${id}/members/${userId}`);
export const giveTeamRole = (id: string, body: TeamRoleWish) =>
  api.post<TeamDto>(`/teams/${id}/roles`, { body });
export const takeTeamRole = (id: string, roleId: string) => api.delete(`/teams/${id}/roles/${roleId}`);
