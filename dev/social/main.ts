import { startSocial } from "./start";

if (process.env.ATRIUM_MODE === "production") {
  throw new Error("Stand-ins of identity providers are not for production.");
}

const social = await startSocial({
  port: Number(process.env.SOCIAL_PORT ?? 9310),
  rootUrl: process.env.ATRIUM_ROOT_URL ?? "http://atrium.localhost:3000",
});
console.log(`Social stand-ins on port ${social.port}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void social.stop().then(() => process.exit(0)));
}
