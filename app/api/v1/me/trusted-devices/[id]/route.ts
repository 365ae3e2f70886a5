import * as z from "zod";
import { route } from "@/lib/api/route";
import { revokeTrustedDevice } from "@/lib/auth/mfa/trusted-devices/revoke-trusted-device";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/me/trusted-devices/{id}",
  summary: "Ask for the second step again in a browser that was trusted",
  tag: "Me",
  auth: "user",
  params: z.object({ id: z.uuid() }),
  response: null,
  handler: async ({ ctx, params }) => {
    await revokeTrustedDevice(ctx, params.id);
    return null;
  },
});
