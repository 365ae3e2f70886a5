import { Readable } from "node:stream";
import * as z from "zod";
import { FileReply, route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { downloadPassport } from "@/lib/lifecycle/passport/exports/download-passport";

export const GET = route({
  method: "GET",
  path: "/api/v1/passports/{id}/download",
  summary: "Download the encrypted bundle",
  tag: "Data",
  auth: "tenant",
  permission: "data:export",
  keys: false,
  params: idParams,
  produces: "application/octet-stream",
  response: z.string(),
  handler: async ({ ctx, params }) => {
    const { body, sizeBytes, fileName } = await downloadPassport(ctx, params.id);
    // A file's stream gives buffers.
    const stream = Readable.toWeb(body) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return new FileReply(stream, {
      headers: {
        "content-length": String(sizeBytes),
        "content-disposition": `attachment; filename="${fileName}"`,
      },
    });
  },
});
