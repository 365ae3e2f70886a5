import { printFailures, runStaticChecks } from "./checks/static-checks";
import { killRunningScripts } from "./stack/child";
import { Progress, seconds } from "./stack/progress";
import { onStopRequest } from "./stack/signals";

/** `npm run verify`: the checks that fit in a minute. */
async function main(): Promise<void> {
  const startedAt = performance.now();
  const stop = () => {
    killRunningScripts();
    process.exit(130);
  };
  onStopRequest(stop, stop);
  const { passed, failed, failures } = await runStaticChecks(new Progress());
  printFailures(failures);
  console.log(`\nVerified in ${seconds(performance.now() - startedAt)}.`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failures.length > 0 ? 1 : 0);
}

void main();
