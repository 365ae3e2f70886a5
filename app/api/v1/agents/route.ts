import { createAgent } from "@/lib/agents/create-agent";
import { listAgents } from "@/lib/agents/list-agents";
import { agentDto, agentListQuery, agentPage, newAgent } from "@/lib/agents/schema";
import { route } from "@/lib/api/route";

const path = "/api/v1/agents";
const tag = "Agents";

export const GET = route({
  method: "GET",
  path,
  summary: "List agents",
  tag,
  auth: "tenant",
  permission: "agents:read",
  query: agentListQuery,
  response: agentPage,
  handler: ({ ctx, query }) => listAgents(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Create an agent from the catalogue",
  tag,
  auth: "tenant",
  permission: "agents:create",
  body: newAgent,
  response: agentDto,
  status: 201,
  handler: ({ ctx, body }) => createAgent(ctx, body),
});
