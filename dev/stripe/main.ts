// Runs the simulator as a process of its own: node --import ./dev/register.mjs dev/stripe/main.ts
import "../localhost-lookup.mjs";
import { startStripeSimulator } from "./server";

const DEFAULT_PORT = 12_111;

const { STRIPE_SIM_PORT, STRIPE_SIM_DATA, STRIPE_SIM_PUBLIC_URL, STRIPE_WEBHOOK_URL, STRIPE_WEBHOOK_SECRET } =
  process.env;

if (!STRIPE_WEBHOOK_SECRET?.startsWith("whsec_")) {
  console.error("STRIPE_WEBHOOK_SECRET must be set to a value that starts with whsec_.");
  process.exit(1);
}

const port = Number(STRIPE_SIM_PORT ?? DEFAULT_PORT);
try {
  const simulator = await startStripeSimulator({
    port,
    webhookSecret: STRIPE_WEBHOOK_SECRET,
    ...(STRIPE_SIM_DATA && { dataFile: STRIPE_SIM_DATA }),
    ...(STRIPE_SIM_PUBLIC_URL && { publicUrl: STRIPE_SIM_PUBLIC_URL }),
    ...(STRIPE_WEBHOOK_URL && { webhookUrl: STRIPE_WEBHOOK_URL }),
  });
  console.log(`Stripe simulator on ${simulator.url}`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is taken; set STRIPE_SIM_PORT to another one.` : error);
  process.exit(1);
}
