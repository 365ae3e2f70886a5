import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { splitFlags } from "./environment/flags";
import { localEnvironment } from "./local-env";
import { Progress } from "./stack/progress";
import { readRunning } from "./stack/running";
import { Stack } from "./stack/stack";

/**
 * Runs a script of the project with a database: the one of the `npm start` that runs now, or one
 * started for the occasion. `npm run seed` and `npm run admin:create` come through here.
 */
async function main(): Promise<number> {
  const { flags, rest } = splitFlags(process.argv.slice(2));
  const [script = "", ...args] = rest;
  if (!existsSync(script)) throw new Error(`${script || "The script"} does not exist.`);
  const running = readRunning(flags.dataDir);
  const local = localEnvironment(running ? { ...flags, ports: running.ports, portOffset: 0 } : flags);
  if (running) {
    if (running.databaseUrl) local.env.DATABASE_URL ??= running.databaseUrl;
    if (running.cells) local.env.CELLS ??= running.cells;
    return run(script, args, local.env);
  }
  // Nothing of ours to start: an installation with its own database, mail and Stripe.
  if (!Object.values(local.standIns).includes(true)) return run(script, args, local.env);
  const stack = new Stack({ local, progress: new Progress(), dev: false, seed: undefined });
  try {
    await stack.startServices();
    return await run(script, args, local.env);
  } finally {
    await stack.stop();
  }
}

function run(script: string, args: string[], env: Record<string, string>): Promise<number> {
  const preloads = ["./dev/localhost-lookup.mjs", "./dev/register.mjs"].flatMap((file) => ["--import", file]);
  const child = spawn(process.execPath, [...preloads, script, ...args], {
    env: Object.assign({ NODE_ENV: "production" as const }, env),
    stdio: "inherit",
  });
  // Ctrl-C reaches the script too: it decides, and its end stops the services.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  return new Promise((resolve) => child.once("close", (code) => resolve(code ?? 1)));
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
