import { archiveAgent } from "@/lib/agents/archive-agent";
import { restoreAgent } from "@/lib/agents/restore-agent";
import { agentDto, agentStatusChange } from "@/lib/agents/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/agents/{id}/status",
  summary: "Archive an agent, or restore it",
  tag: "Agents",
  auth: "tenant",
  permission: "agents:archive",
  params: idParams,
  body: agentStatusChange,
  response: agentDto,
  handler: ({ ctx, params, body }) =>
    body.status === "archived" ? archiveAgent(ctx, params.id) : restoreAgent(ctx, params.id),
});
