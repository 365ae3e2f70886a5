import { runEndToEnd } from "./checks/end-to-end";
import { startTemporaryDatabase } from "./database/temporary";
import { killRunningScripts } from "./stack/child";
import { Progress } from "./stack/progress";
import { onStopRequest } from "./stack/signals";

/** `npm run e2e -- <filter>`: end-to-end tests against a throw-away product; arguments go to Playwright. */
async function main(): Promise<number> {
  onStopRequest(killRunningScripts, () => process.exit(130));
  const progress = new Progress();
  const temporary = await startTemporaryDatabase();
  const { database, folder } = temporary;
  const server = { superUrl: database.superUrl, ownerUrl: database.url, dataDir: `${folder}/database` };
  let counts = { passed: 0, failed: 0 };
  let failure: unknown;
  try {
    await progress.step("End-to-end tests", async (step) => {
      const say = (line: string) => progress.say(line);
      const args = process.argv.slice(2);
      const { error, ...result } = await runEndToEnd({ server, folder, args, step, say });
      counts = result;
      if (error) throw error;
      return `${result.passed} tests`;
    });
  } catch (error) {
    failure = error;
    console.log(`\n${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await temporary.remove();
  }
  console.log(`${counts.passed} passed, ${Math.max(counts.failed, failure ? 1 : 0)} failed`);
  return failure ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
