const PARENT_CHECK_MS = 500;

/**
 * Calls `stop` once: on Ctrl-C, on a polite kill, when the terminal closes, and when npm was killed
 * without passing a signal on. A second Ctrl-C calls `force`.
 */
export function onStopRequest(stop: () => void, force: () => void): void {
  let asked = false;
  const request = () => {
    if (asked) return force();
    asked = true;
    stop();
  };
  // A terminal that closed takes its output along; stopping cleanly must not fail on a last line.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, request);
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    if (!asked) request();
  }, PARENT_CHECK_MS);
  timer.unref();
}
