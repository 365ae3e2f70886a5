import { parseEnv } from "@/lib/infra/env";
import { parseFlags, UsageError } from "./environment/flags";
import { localEnvironment } from "./local-env";
import { StartError } from "./stack/checks";
import { formatLine } from "./stack/format-line";
import { Progress, seconds } from "./stack/progress";
import { onStopRequest } from "./stack/signals";
import { Stack } from "./stack/stack";
import { welcomeLines } from "./stack/welcome";

const STOP_LIMIT_MS = 10_000;

/** `npm start` and, with --dev, `npm run dev`: everything on this machine, until Ctrl-C. */
async function main(): Promise<void> {
  const flags = parseFlags(process.argv.slice(2));
  const local = localEnvironment(flags);
  parseEnv({ DATABASE_URL: "postgres://embedded@127.0.0.1/atrium", ...local.env });
  const progress = new Progress();
  const stack = new Stack({
    local,
    progress,
    dev: flags.dev,
    seed: local.env.ATRIUM_MODE === "production" ? undefined : "demo",
    onLine: (name, line) => progress.say(`${name.padEnd(7)} | ${formatLine(line)}`),
  });
  const finish = async (code: number) => {
    setTimeout(() => process.exit(code || 1), STOP_LIMIT_MS).unref();
    await stack.stop();
    process.exit(code);
  };
  onStopRequest(
    () => {
      progress.say("\nStopping.");
      void finish(0);
    },
    () => process.exit(130),
  );

  progress.say(flags.dev ? "Starting Atrium for development." : "Starting Atrium.");
  const startedAt = performance.now();
  try {
    await stack.start();
  } catch (error) {
    if (stack.stopping) return;
    console.error(`\n${messageOf(error)}`);
    return finish(1);
  }
  for (const line of welcomeLines(local)) progress.say(line);
  progress.say(`Started in ${seconds(performance.now() - startedAt)}.`);
  const reason = await stack.failed;
  if (stack.stopping) return;
  console.error(`\n${reason}\nStopping everything.`);
  return finish(1);
}

function messageOf(error: unknown): string {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(error instanceof UsageError || error instanceof Error ? error.message : error);
  process.exit(1);
});
