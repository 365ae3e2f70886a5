import * as z from "zod";
import { route } from "@/lib/api/route";

/** A route that reads nothing but its context. With more cells than one, import it after they are added. */
export const probe = route({
  method: "GET",
  path: "/api/v1/probe",
  summary: "Answers",
  tag: "Test",
  auth: "tenant",
  permission: "agents:read",
  response: z.object({ tenant: z.string() }),
  handler: async ({ ctx }) => ({ tenant: ctx.tenant.id }),
});
