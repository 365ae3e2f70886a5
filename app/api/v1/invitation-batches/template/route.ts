import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { toCsv } from "@/lib/core/csv";

const TEMPLATE = toCsv([
  ["email", "role", "name", "language"],
  ["anna@example.com", "developer", "Anna Jansen", "nl"],
  ["bas@example.com", "viewer", "", ""],
]);

export const GET = route({
  method: "GET",
  path: "/api/v1/invitation-batches/template",
  summary: "An example of a list of people as CSV",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  metered: false,
  produces: "text/csv; charset=utf-8",
  response: z.string(),
  handler: async () =>
    new Reply(TEMPLATE, {
      headers: { "content-disposition": 'attachment; filename="invitations-template.csv"' },
    }),
});
