import { isFree, PORT_NAMES, PORTS, type PortName } from "../environment/ports";
import type { LocalEnvironment } from "../local-env";
import { readRunning } from "./running";

const MINIMUM_NODE = [22, 15] as const;

/** A problem that the person at the terminal can solve; shown without a stack trace. */
export class StartError extends Error {}

export function checkNode(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new StartError(
    `This needs Node ${needMajor}.${needMinor} or newer and found ${version}. ` +
      "npm ci installs Node 24 in node_modules: start through npm (npm start), not through node itself.",
  );
}

export function checkNotRunning(local: LocalEnvironment): void {
  const running = readRunning(local.dataDir);
  if (!running) return;
  throw new StartError(
    `Atrium already runs on ${local.dataDir}: ${running.rootUrl} (process ${running.pid}). ` +
      "Stop it first, or use another folder and other ports: --data DIR --port-offset 100.",
  );
}

/** @throws StartError that names each taken port, what it is for and the flag that changes it. */
export async function checkPorts(local: LocalEnvironment): Promise<void> {
  const needed = PORT_NAMES.filter((name) => isNeeded(name, local));
  const free = await Promise.all(needed.map((name) => isFree(local.ports[name])));
  const taken = needed.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const lines = taken.map(
    (name) => `  ${local.ports[name]}, for ${PORTS[name].purpose}: change it with ${PORTS[name].flag} N`,
  );
  throw new StartError(
    `Another program already uses ${taken.length === 1 ? "this port" : "these ports"}:\n${lines.join("\n")}\n` +
      "Move all ports at once with: npm start -- --port-offset 100",
  );
}

function isNeeded(name: PortName, { standIns }: LocalEnvironment): boolean {
  switch (name) {
    case "web":
      return true;
    case "postgres":
      return standIns.database;
    case "smtp":
    case "mailbox":
      return standIns.mailbox;
    case "stripe":
      return standIns.stripe;
    case "social":
      return standIns.social;
    default:
      return name satisfies never;
  }
}
