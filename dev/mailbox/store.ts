import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const MESSAGE_LIMIT = 500;
const SAVE_DELAY_MS = 200;

export type Message = {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  headers: Record<string, string>;
  links: string[];
  attachments: { filename: string; type: string; sizeBytes: number }[];
};

export type Query = { to?: string; subject?: string; since?: number };

/** The messages received, oldest first, kept in a file so that a restart does not lose a code. */
export class MessageStore {
  #messages: Message[] = [];
  #nextId = 1;
  #saveTimer: NodeJS.Timeout | undefined;
  readonly #arrivals = new EventEmitter();
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    this.#arrivals.setMaxListeners(0);
    this.#load();
  }

  add(message: Omit<Message, "id" | "at">): Message {
    const stored = { id: String(this.#nextId++), at: Date.now(), ...message };
    this.#messages.push(stored);
    if (this.#messages.length > MESSAGE_LIMIT) this.#messages.shift();
    this.#saveSoon();
    this.#arrivals.emit("message");
    return stored;
  }

  get(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  /** Messages whose recipient equals `to` and whose subject contains `subject`, both without regard to case. */
  find({ to, subject, since }: Query = {}): Message[] {
    return this.#messages.filter(
      (message) =>
        (!to || message.to.some((address) => sameText(address, to))) &&
        (!subject || message.subject.toLowerCase().includes(subject.toLowerCase())) &&
        (!since || message.at >= since),
    );
  }

  /** Like `find`, but waits up to `waitMs` for a first match. */
  async waitFor(query: Query, waitMs: number): Promise<Message[]> {
    const found = this.find(query);
    if (found.length > 0 || waitMs <= 0) return found;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#arrivals.off("message", check);
        resolve();
      };
      const check = () => {
        if (this.find(query).length > 0) done();
      };
      const timer = setTimeout(done, waitMs);
      this.#arrivals.on("message", check);
    });
    return this.find(query);
  }

  clear(): void {
    this.#messages = [];
    this.#saveSoon();
  }

  /** Writes what is not on disk yet. */
  save(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    if (!this.#file) return;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const partial = `${this.#file}.partial`;
    // Messages carry one-time codes and reset links.
    writeFileSync(partial, JSON.stringify({ nextId: this.#nextId, messages: this.#messages }), {
      mode: 0o600,
    });
    renameSync(partial, this.#file);
  }

  #saveSoon(): void {
    this.#saveTimer ??= setTimeout(() => this.save(), SAVE_DELAY_MS);
  }

  #load(): void {
    if (!this.#file) return;
    try {
      const stored = JSON.parse(readFileSync(this.#file, "utf8")) as { nextId: number; messages: Message[] };
      this.#messages = stored.messages;
      this.#nextId = stored.nextId;
    } catch {
      // No file yet, or a damaged one: an empty mailbox harms nobody.
    }
  }
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
