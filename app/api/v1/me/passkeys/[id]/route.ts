import { route } from "@/lib/api/route";
import { removePasskey } from "@/lib/auth/passkeys/remove-passkey";
import { renamePasskey } from "@/lib/auth/passkeys/rename-passkey";
import { passkeyParams, renamePasskeyBody } from "@/lib/auth/passkeys/schema";

const path = "/api/v1/me/passkeys/{id}";
const tag = "Me";

export const PUT = route({
  method: "PUT",
  path,
  summary: "Rename a passkey",
  tag,
  auth: "user",
  params: passkeyParams,
  body: renamePasskeyBody,
  response: null,
  handler: async ({ ctx, params, body }) => {
    await renamePasskey(ctx, params.id, body);
    return null;
  },
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Remove a passkey",
  tag,
  auth: "user",
  params: passkeyParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removePasskey(ctx, params.id);
    return null;
  },
});
