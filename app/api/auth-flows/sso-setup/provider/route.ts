import { saveSetupProvider } from "@/lib/access/single-sign-on/setup-links/save-setup-provider";
import { setupConnection, setupProviderInput } from "@/lib/access/single-sign-on/setup-links/schema";
import { route } from "@/lib/api/route";

export const POST = route({
  method: "POST",
  path: "/api/auth-flows/sso-setup/provider",
  summary: "Write the provider's side through a setup link",
  tag: "Single sign-on",
  auth: "public",
  rate: { limit: 60, windowSeconds: 900 },
  body: setupProviderInput,
  response: setupConnection,
  handler: ({ ctx, body }) => saveSetupProvider(ctx, body),
});
