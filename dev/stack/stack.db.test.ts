import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { environmentForTests } from "../checks/product-environment";
import { parseFlags } from "../environment/flags";
import { freePorts, isFree, PORT_NAMES } from "../environment/ports";
import { localEnvironment } from "../local-env";
import { Progress } from "./progress";
import { readRunning } from "./running";
import { Stack } from "./stack";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "atrium-stack-"));
  await chmod(dataDir, 0o755);
});
afterAll(() => rm(dataDir, { recursive: true }));

it("starts the services in order and leaves no port open after it stopped", async () => {
  const ports = await freePorts(PORT_NAMES.length);
  const argv = PORT_NAMES.flatMap((name, index) => [`--${name}-port`, String(ports[index])]);
  const local = localEnvironment(parseFlags(["--data", dataDir, ...argv]), environmentForTests());
  const steps: string[] = [];
  const progress = new Progress((name) => steps.push(name));
  const stack = new Stack({ local, progress, dev: false, seed: undefined });
  await stack.startServices();
  expect(steps).toEqual(["Checks", "Database", "Migrations", "Mailbox", "Stripe simulator"]);
  expect(await Promise.all(ports.map(isFree))).toEqual([true, false, false, false, false, true]);

  const otherFolder = { ...local, dataDir: path.join(dataDir, "second") };
  const second = new Stack({ local: otherFolder, progress, dev: false, seed: undefined });
  await expect(second.startServices()).rejects.toThrow(/already uses these ports/);

  await stack.stop();
  expect(await Promise.all(ports.map(isFree))).toEqual(ports.map(() => true));
  expect(readRunning(dataDir)).toBeUndefined();
}, 90_000);
