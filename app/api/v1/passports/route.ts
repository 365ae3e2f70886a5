import { route } from "@/lib/api/route";
import { listQuery } from "@/lib/core/list-query";
import { listPassports } from "@/lib/lifecycle/passport/exports/list-passports";
import { passportDto, passportPage, startPassportInput } from "@/lib/lifecycle/passport/exports/schema";
import { startPassport } from "@/lib/lifecycle/passport/exports/start-passport";

export const GET = route({
  method: "GET",
  path: "/api/v1/passports",
  summary: "List the passports of this workspace",
  tag: "Data",
  auth: "tenant",
  permission: "data:export",
  keys: false,
  query: listQuery,
  response: passportPage,
  handler: ({ ctx, query }) => listPassports(ctx, query),
});

export const POST = route({
  method: "POST",
  path: "/api/v1/passports",
  summary: "Start writing everything of this workspace into an encrypted bundle",
  tag: "Data",
  auth: "tenant",
  permission: "data:export",
  keys: false,
  rate: { limit: 10, windowSeconds: 3600 },
  body: startPassportInput,
  response: passportDto,
  status: 202,
  handler: ({ ctx, body }) => startPassport(ctx, body),
});
