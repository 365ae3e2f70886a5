import { route } from "@/lib/api/route";
import { cellDto, cellInput, cellParams } from "@/lib/back-office/cells/schema";
import { updateCell } from "@/lib/back-office/cells/update-cell";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/admin/cells/{name}",
  summary: "Say which new workspaces a cell takes",
  tag: "Back-office",
  auth: "staff",
  params: cellParams,
  body: cellInput,
  response: cellDto,
  handler: ({ ctx, params, body }) => updateCell(ctx, params.name, body),
});
