import { route } from "@/lib/api/route";
import { listCells } from "@/lib/back-office/cells/list-cells";
import { cellList } from "@/lib/back-office/cells/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/cells",
  summary: "List the cells and what each is for",
  tag: "Back-office",
  auth: "staff",
  response: cellList,
  handler: ({ ctx }) => listCells(ctx),
});
