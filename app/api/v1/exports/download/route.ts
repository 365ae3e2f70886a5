import { Readable } from "node:stream";
import * as z from "zod";
import { FileReply, route } from "@/lib/api/route";
import { downloadExport } from "@/lib/lifecycle/exports/download-export";
import { downloadQuery } from "@/lib/lifecycle/exports/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/exports/download",
  summary: "Fetch an export's file through a signed link",
  tag: "Exports",
  auth: "public",
  rate: { limit: 30, windowSeconds: 60 },
  query: downloadQuery,
  produces: "application/gzip",
  response: z.string(),
  handler: async ({ ctx, query }) => {
    const { body, sizeBytes, name } = await downloadExport(ctx, query.token);
    // Node's stream types name the same web stream twice.
    const stream = Readable.toWeb(body) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return new FileReply(stream, {
      headers: {
        "content-length": String(sizeBytes),
        "content-disposition": `attachment; filename="${name}"`,
        "x-content-type-options": "nosniff",
      },
    });
  },
});
