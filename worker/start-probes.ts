import "server-only";
import { probeHealth } from "@/lib/usage/roll-up/probe-health";

const EVERY_MS = 60_000;

/** Probes the web tier every minute, not by the queue: that stands still with the database. Returns how to stop. */
export function startProbes(): () => void {
  const timer = setInterval(() => void probeHealth(), EVERY_MS);
  return () => clearInterval(timer);
}
