import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { getPassport } from "@/lib/lifecycle/passport/exports/get-passport";
import { passportDto } from "@/lib/lifecycle/passport/exports/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/passports/{id}",
  summary: "Get one passport: how far it is",
  tag: "Data",
  auth: "tenant",
  permission: "data:export",
  keys: false,
  params: idParams,
  response: passportDto,
  handler: ({ ctx, params }) => getPassport(ctx, params.id),
});
