import * as z from "zod";
import { Reply, route } from "@/lib/api/route";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { spMetadata } from "@/lib/auth/sso/saml/sp-metadata";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/saml/{id}/metadata",
  summary: "Our side of a SAML connection, as XML; without certificates for an id that is none",
  tag: "Sign-in",
  auth: "public",
  rate: { limit: 120, windowSeconds: 60 },
  params: idParams,
  produces: "application/samlmetadata+xml",
  response: z.string(),
  handler: async ({ ctx, params }) => {
    assertRootHost(ctx.host);
    return new Reply(await spMetadata(params.id));
  },
});
