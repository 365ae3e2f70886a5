import type { Store } from "./store";

const QUIET_MS = 150;

/** Saves the store soon after a change; a large store is saved less often. */
export class Saver {
  private timer: NodeJS.Timeout | undefined;
  private lastSaveMs = 0;

  constructor(
    private readonly store: Store,
    private readonly file: string,
  ) {}

  schedule(): void {
    this.timer ??= setTimeout(() => this.saveNow(), Math.max(QUIET_MS, this.lastSaveMs * 10));
  }

  saveNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const start = performance.now();
    this.store.save(this.file);
    this.lastSaveMs = performance.now() - start;
  }
}
