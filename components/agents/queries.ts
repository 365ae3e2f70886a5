import { queryOptions } from "@tanstack/react-query";
import type { AgentChange, AgentDto, AgentPage, NewAgent } from "@/lib/agents/schema";
import { api } from "@/lib/api/client";

const AGENTS = ["agents"] as const;

/** One page of agents for the table's URL state. */
export function agentList(query: Readonly<Record<string, string>>, first?: AgentPage) {
  return queryOptions({
    queryKey: [...AGENTS, query],
    // The server rendered the page without filters already.
    ...(first && Object.keys(query).length === 0 && { initialData: first }),
    queryFn: ({ signal }) => api.get<AgentPage>("/agents", { query, signal }),
  });
}
agentList.key = AGENTS;

export const createAgent = (body: NewAgent) => api.post<AgentDto>("/agents", { body });
export const changeAgent = (id: string, body: AgentChange) => api.put<AgentDto>(`/agents/${id}`, { body });
export const setAgentStatus = (id: string, status: "active" | "archived") =>
  api.put<AgentDto>(`/agents/${id}/status`, { body: { status } });
