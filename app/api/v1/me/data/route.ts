import * as z from "zod";
import { FileReply, route } from "@/lib/api/route";
import { collectOwnData } from "@/lib/lifecycle/own-account/collect-own-data";

export const POST = route({
  method: "POST",
  path: "/api/v1/me/data",
  summary: "Everything that is kept about you, as one JSON file",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 5, windowSeconds: 3600 },
  produces: "application/json",
  response: z.string(),
  handler: async ({ ctx }) => {
    const data = await collectOwnData(ctx);
    return new FileReply(new TextEncoder().encode(JSON.stringify(data, null, 2)), {
      headers: {
        "content-disposition": 'attachment; filename="atrium-personal-data.json"',
        "x-content-type-options": "nosniff",
      },
    });
  },
});
