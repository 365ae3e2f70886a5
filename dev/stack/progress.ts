import { stripVTControlCharacters } from "node:util";

const STILL_WORKING_MS = 10_000;

export type Step = {
  /** Replaces what is shown beside the name while the step runs. */
  detail: (text: string) => void;
};

/** Prints steps with their durations; with `onStep` it only passes their names on (a stack inside a test run). */
export class Progress {
  readonly #live = Boolean(process.stdout.isTTY);
  readonly #quiet: boolean;
  readonly #onStep: ((name: string) => void) | undefined;

  constructor(onStep?: (name: string) => void) {
    this.#quiet = onStep !== undefined;
    this.#onStep = onStep;
  }

  /** Runs one step: a live line on a terminal, plain lines elsewhere. The text it returns is its summary. */
  async step(name: string, work: (step: Step) => Promise<string | undefined>): Promise<void> {
    const startedAt = performance.now();
    let detail = "";
    this.#onStep?.(name);
    const elapsed = () => seconds(performance.now() - startedAt);
    const timer = setInterval(
      () => this.#show(`  … ${name.padEnd(18)} ${elapsed().padStart(7)}  ${detail}`),
      this.#live ? 200 : STILL_WORKING_MS,
    );
    try {
      const summary = await work({ detail: (text) => (detail = stripVTControlCharacters(text).trim()) });
      this.#finish(`  ✓ ${name.padEnd(18)} ${elapsed().padStart(7)}  ${summary ?? ""}`);
    } catch (error) {
      this.#finish(`  ✗ ${name.padEnd(18)} ${elapsed().padStart(7)}`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }

  /** Prints a line of its own, also while a step is being shown. */
  say(line = ""): void {
    if (this.#quiet) return;
    if (this.#live) process.stdout.write("\r\x1b[2K");
    console.log(line);
  }

  #show(line: string): void {
    if (this.#quiet) return;
    const width = (process.stdout.columns ?? 80) - 1;
    if (this.#live) process.stdout.write(`\r\x1b[2K${line.slice(0, width)}`);
    else console.log(line);
  }

  #finish(line: string): void {
    this.say(line.trimEnd());
  }
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
