// Preloaded into every process that dev/stack starts: standard input is a pipe from the supervisor,
// and its end means that the supervisor is gone (kill -9 as well), so this process leaves too.
import { isMainThread } from "node:worker_threads";

const GRACE_MS = 5_000;

// Helpers that this process starts inherit the preload, but their standard input means nothing.
if (isMainThread && process.ppid === Number(process.env.ATRIUM_SUPERVISOR)) {
  process.stdin.on("error", () => {});
  process.stdin.on("close", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  process.stdin.resume();
  process.stdin.unref?.();
}
