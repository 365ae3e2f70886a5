import { runEndToEnd } from "./checks/end-to-end";
import { environmentForTests } from "./checks/product-environment";
import { type Failure, printFailures, runStaticChecks } from "./checks/static-checks";
import { type Counts, runVitest, type TestRun } from "./checks/tools";
import { startTemporaryDatabase, type TemporaryDatabase } from "./database/temporary";
import { ensureBuild } from "./stack/build";
import { killRunningScripts, runScript } from "./stack/child";
import { Progress, type Step, seconds } from "./stack/progress";
import { onStopRequest } from "./stack/signals";
import { testEnvironment } from "./vitest/environment";

const total: Counts = { passed: 0, failed: 0 };
const failures: Failure[] = [];
const progress = new Progress();
let database: TemporaryDatabase | undefined;

/** `npm test`: everything, on one throw-away PostgreSQL. The last line is for machines. */
async function main(): Promise<void> {
  const startedAt = performance.now();
  onStopRequest(
    () => {
      killRunningScripts();
      void database?.remove().finally(() => process.exit(130));
    },
    () => process.exit(130),
  );
  await attempt("Prisma client", async () => {
    await runScript({
      name: "generate",
      script: "dev/prisma/generate.mjs",
      env: environmentForTests(),
      logDir: "reports",
    });
    return undefined;
  });
  const checks = await runStaticChecks(progress);
  add(checks);
  failures.push(...checks.failures);

  database = await startTemporaryDatabase();
  await Promise.all([attempt("Integration tests", integration), attempt("Production build", build)]);
  const isBuilt = !failures.some(({ step }) => step === "Production build");
  if (isBuilt) await attempt("End-to-end tests", endToEnd);
  await database.remove();

  printFailures(failures);
  console.log(`\nTested in ${seconds(performance.now() - startedAt)}.`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(failures.length > 0 || total.failed > 0 ? 1 : 0);
}

async function integration(step: Step): Promise<string> {
  const counts = await runVitest("integration", ["integration"], step, {
    TEST_DATABASE_SUPER_URL: temporary().database.superUrl,
    TEST_DATABASE_URL: temporary().database.url,
  });
  return report(counts);
}

async function build(step: Step): Promise<string> {
  const env = { ...environmentForTests(), ...testEnvironment("postgres://none@127.0.0.1:1/none") };
  return ensureBuild({ env, logDir: "reports", onLine: step.detail, generated: true });
}

async function endToEnd(step: Step): Promise<string> {
  const { folder, database: running } = temporary();
  const server = { superUrl: running.superUrl, ownerUrl: running.url, dataDir: `${folder}/database` };
  const say = (line: string) => progress.say(line);
  return report(await runEndToEnd({ server, folder, args: [], step, say }));
}

/** Counts a run of tests and passes its failure on. */
function report({ passed, failed, error }: TestRun): string {
  add({ passed, failed });
  if (error) throw new CountedError(error instanceof Error ? error.message : String(error));
  return `${passed} tests`;
}

class CountedError extends Error {}

/** Runs a step and notes its failure; a step without tests counts as one failed. */
async function attempt(name: string, work: (step: Step) => Promise<string | undefined>): Promise<void> {
  try {
    await progress.step(name, work);
  } catch (error) {
    failures.push({ step: name, error });
    if (!(error instanceof CountedError)) total.failed += 1;
  }
}

function add({ passed, failed }: Counts): void {
  total.passed += passed;
  total.failed += failed;
}

function temporary(): TemporaryDatabase {
  if (!database) throw new Error("The test database is not running.");
  return database;
}

main().catch((error: unknown) => {
  console.error(error);
  console.log(`${total.passed} passed, ${total.failed + 1} failed`);
  process.exit(1);
});
