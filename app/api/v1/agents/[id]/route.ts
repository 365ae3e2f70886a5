import { getAgent } from "@/lib/agents/get-agent";
import { agentChange, agentDetail, agentDto } from "@/lib/agents/schema";
import { updateAgent } from "@/lib/agents/update-agent";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/agents/{id}";
const tag = "Agents";

export const GET = route({
  method: "GET",
  path,
  summary: "Get an agent with its configuration",
  tag,
  auth: "tenant",
  permission: "agents:read",
  params: idParams,
  response: agentDetail,
  handler: ({ ctx, params }) => getAgent(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Rename or describe an agent",
  tag,
  auth: "tenant",
  permission: "agents:update",
  params: idParams,
  body: agentChange,
  response: agentDto,
  handler: ({ ctx, params, body }) => updateAgent(ctx, params.id, body),
});
