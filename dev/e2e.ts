import { type EndToEndOptions, runAgainst, runEndToEnd } from "./checks/end-to-end";
import type { TestRun } from "./checks/tools";
import { startTemporaryDatabase } from "./database/temporary";
import { type Flags, splitFlags } from "./environment/flags";
import { localEnvironment } from "./local-env";
import { killRunningScripts } from "./stack/child";
import { Progress } from "./stack/progress";
import { readRunning } from "./stack/running";
import { onStopRequest } from "./stack/signals";

const RUNNING = "--running";

/**
 * `npm run e2e -- <filter>`: end-to-end tests against a throw-away product, or with --running against
 * the one that `npm start` or `npm run dev` has up. Other arguments go to Playwright.
 */
async function main(): Promise<number> {
  onStopRequest(killRunningScripts, () => process.exit(130));
  const progress = new Progress();
  const { flags, rest } = splitFlags(process.argv.slice(2));
  const args = rest.filter((argument) => argument !== RUNNING);
  const say = (line: string) => progress.say(line);
  const work = rest.includes(RUNNING) ? againstRunning(flags) : againstThrowAway;
  let counts = { passed: 0, failed: 1 };
  let failure: unknown;
  try {
    await progress.step("End-to-end tests", async (step) => {
      const { error, ...result } = await work({ args, step, say });
      counts = result;
      if (error) throw error;
      return `${result.passed} tests`;
    });
  } catch (error) {
    failure = error;
    console.log(`\n${error instanceof Error ? error.message : String(error)}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return failure ? 1 : 0;
}

type Work = (options: Pick<EndToEndOptions, "args" | "step" | "say">) => Promise<TestRun>;

async function againstThrowAway(options: Parameters<Work>[0]): Promise<TestRun> {
  const temporary = await startTemporaryDatabase();
  const { database, folder } = temporary;
  const server = { superUrl: database.superUrl, ownerUrl: database.url, dataDir: `${folder}/database` };
  try {
    return await runEndToEnd({ ...options, server, folder });
  } finally {
    await temporary.remove();
  }
}

function againstRunning(flags: Flags): Work {
  const running = readRunning(flags.dataDir);
  if (!running) throw new Error("Nothing runs here: use npm start or npm run dev first.");
  const local = localEnvironment({ ...flags, ports: running.ports, portOffset: 0 });
  const env = {
    ...local.env,
    ...(running.databaseUrl && { DATABASE_URL: running.databaseUrl }),
    ...(running.cells && { CELLS: running.cells }),
  };
  return (options) => runAgainst({ ...local, env }, options);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
