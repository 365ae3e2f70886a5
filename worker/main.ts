import { logger } from "@/lib/infra/logger";
import { assertCatalogue } from "@/lib/tenancy/catalogue/assert-catalogue";
import { startWorker } from "./start-worker";

const STOP_LIMIT_MS = 8_000;

const starting = assertCatalogue().then(startWorker);

// From the first moment: a stop that is asked for during the start ends what has begun by then.
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    starting
      .then((worker) => worker.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ error }, "worker did not stop cleanly");
          process.exit(1);
        },
      );
  });
}

await starting;
logger.info("worker started");
