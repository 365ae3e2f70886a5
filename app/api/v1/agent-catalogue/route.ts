import * as z from "zod";
import { listCatalogue } from "@/lib/agents/list-catalogue";
import { catalogueEntry } from "@/lib/agents/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/agent-catalogue",
  summary: "List the agents that can be created, and which of them the plan includes",
  tag: "Agents",
  auth: "tenant",
  permission: "agents:read",
  response: z.object({ data: z.array(catalogueEntry) }),
  handler: async ({ ctx }) => ({ data: await listCatalogue(ctx) }),
});
