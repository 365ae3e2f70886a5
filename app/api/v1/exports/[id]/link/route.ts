import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { createExportLink } from "@/lib/lifecycle/exports/create-export-link";
import { exportLinkDto } from "@/lib/lifecycle/exports/schema";

export const POST = route({
  method: "POST",
  path: "/api/v1/exports/{id}/link",
  summary: "Make a signed link to an export's file; it works for 15 minutes",
  tag: "Exports",
  auth: "tenant",
  permission: "data:export",
  metered: false,
  params: idParams,
  response: exportLinkDto,
  status: 201,
  handler: ({ ctx, params }) => createExportLink(ctx, params.id),
});
