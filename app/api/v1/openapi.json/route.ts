import * as z from "zod";
import document from "@/docs/openapi.json";
import { Reply, route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/openapi.json",
  summary: "This description of the API, as OpenAPI 3.1",
  tag: "Reference",
  auth: "public",
  response: z.looseObject({ openapi: z.string() }),
  handler: async () =>
    new Reply(document as { openapi: string }, { headers: { "cache-control": "public, max-age=300" } }),
});
