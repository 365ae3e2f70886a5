import type { Socket } from "node:net";
import pg from "pg";
import { Frames, message } from "./frames";

type Expected = { kind: "parse"; name: string; swallow: boolean } | { kind: "sync" };

export type ServerEvents = {
  onFrame(frame: Buffer): void;
  /** A transaction ended and nothing else is under way. */
  onIdle(): void;
  onLost(): void;
};

/** One connection to PostgreSQL that serves many clients, one transaction after another. */
export class ServerLink {
  readonly #socket: Socket;
  readonly #prepared = new Set<string>();
  readonly #expected: Expected[] = [];
  readonly #frames = new Frames();
  events: ServerEvents | undefined;
  lost = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => {
      for (const { type, frame } of this.#frames.push(chunk)) this.#receive(type, frame);
    });
    const lose = () => {
      if (this.lost) return;
      this.lost = true;
      this.events?.onLost();
    };
    socket.on("close", lose);
    socket.on("error", lose);
  }

  /** pg does the sign-in; from then on the bytes are the pooler's. */
  static async open(connectionString: string): Promise<ServerLink> {
    const client = new pg.Client({ connectionString });
    client.on("error", () => undefined);
    await client.connect();
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter & { stream: Socket } };
    connection.removeAllListeners();
    connection.on("error", () => undefined);
    connection.stream.removeAllListeners();
    return new ServerLink(connection.stream);
  }

  has(statement: string): boolean {
    return this.#prepared.has(statement);
  }

  /** Forwards a client's message; `parse` names the statement that it prepares. */
  send(type: string, frame: Buffer, parse?: string): void {
    if (parse !== undefined) this.#expect({ kind: "parse", name: parse, swallow: false });
    if (type === "S" || type === "Q") this.#expected.push({ kind: "sync" });
    this.#socket.write(frame);
  }

  /** Prepares a statement that the client prepared on another connection; the client does not hear of it. */
  prepare(name: string, frame: Buffer): void {
    this.#expect({ kind: "parse", name, swallow: true });
    this.#socket.write(message("C", Buffer.from(`S${name}\0`)));
    this.#socket.write(frame);
  }

  close(): void {
    this.lost = true;
    this.#socket.destroy();
  }

  #expect(entry: Expected & { kind: "parse" }): void {
    if (entry.name !== "") this.#prepared.add(entry.name);
    this.#expected.push(entry);
  }

  #receive(type: string, frame: Buffer): void {
    // Clients of this pooler never close statements: what is answered is the pooler's own Close.
    if (type === "3") return;
    if (type === "1") {
      const next = this.#expected.shift();
      if (next?.kind === "parse" && next.swallow) return;
    }
    if (type === "Z") this.#settle();
    this.events?.onFrame(frame);
    const isOver = type === "Z" && frame[5] === 0x49;
    if (isOver && this.#expected.length === 0) this.events?.onIdle();
  }

  /** After an error the rest of a flight is skipped: what was to be prepared in it is not. */
  #settle(): void {
    for (let next = this.#expected.shift(); next && next.kind !== "sync"; next = this.#expected.shift()) {
      this.#prepared.delete(next.name);
    }
  }
}
