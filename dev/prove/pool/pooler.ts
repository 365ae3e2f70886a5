import { createServer, type Server, type Socket } from "node:net";
import { bodyOf, Frames, message, textAt } from "./frames";
import { ServerLink } from "./server-link";

export type PoolerStats = { transactions: number; switches: number };
/** Sees every message that the server sends. */
export type Watcher = (type: string, frame: Buffer) => void;
export type Pooler = { port: number; stats: PoolerStats; stop(): Promise<void> };

/**
 * A transaction pooler as PgBouncer is one: clients keep their connection, the server's serves another client after
 * each transaction, statements are prepared again where they are missing. It trusts its clients: for proofs only.
 */
export async function startPooler(serverUrl: string, size: number, watcher?: Watcher): Promise<Pooler> {
  const pool = new ServerPool(serverUrl, size);
  const clients = new Set<Client>();
  let number = 0;
  const server = createServer((socket) => {
    number += 1;
    const client = new Client(socket, pool, number, watcher);
    clients.add(client);
    socket.on("close", () => clients.delete(client));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    stats: pool.stats,
    async stop() {
      for (const client of clients) client.close();
      pool.close();
      await new Promise<void>((resolve) => (server as Server).close(() => resolve()));
    },
  };
}

class ServerPool {
  readonly #url: string;
  readonly #size: number;
  readonly #idle: ServerLink[] = [];
  readonly #waiting: ((link: ServerLink | null) => void)[] = [];
  #open = 0;
  readonly stats: PoolerStats = { transactions: 0, switches: 0 };

  constructor(url: string, size: number) {
    this.#url = url;
    this.#size = size;
  }

  async take(): Promise<ServerLink | null> {
    for (let link = this.#idle.shift(); link; link = this.#idle.shift()) {
      if (!link.lost) return link;
      this.#open -= 1;
    }
    if (this.#open < this.#size) {
      this.#open += 1;
      return ServerLink.open(this.#url).catch(() => {
        this.#open -= 1;
        return null;
      });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  give(link: ServerLink): void {
    link.events = undefined;
    this.stats.transactions += 1;
    const next = this.#waiting.shift();
    if (next) next(link);
    else this.#idle.push(link);
  }

  drop(): void {
    this.#open -= 1;
    const next = this.#waiting.shift();
    if (next) void this.take().then(next);
  }

  close(): void {
    for (const link of this.#idle) link.close();
    for (const next of this.#waiting.splice(0)) next(null);
  }
}

class Client {
  readonly #socket: Socket;
  readonly #pool: ServerPool;
  readonly #prefix: string;
  readonly #watcher: Watcher | undefined;
  readonly #frames = new Frames();
  readonly #statements = new Map<string, Buffer>();
  readonly #queue: { type: string; frame: Buffer }[] = [];
  #started = false;
  #link: ServerLink | undefined;
  #last: ServerLink | undefined;
  #taking = false;

  constructor(socket: Socket, pool: ServerPool, number: number, watcher?: Watcher) {
    this.#socket = socket;
    this.#watcher = watcher;
    this.#pool = pool;
    this.#prefix = `c${number}_`;
    // Without this each small message would wait for the acknowledgement of the one before.
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#onData(chunk));
    socket.on("error", () => this.close());
    socket.on("close", () => this.close());
  }

  /** A client that leaves in the middle of a transaction takes its server connection with it. */
  close(): void {
    this.#socket.destroy();
    const link = this.#link;
    this.#link = undefined;
    if (!link) return;
    link.events = undefined;
    link.close();
    this.#pool.drop();
  }

  #onData(chunk: Buffer): void {
    if (!this.#started) {
      this.#start(chunk);
      return;
    }
    for (const { type, frame } of this.#frames.push(chunk)) {
      if (type === "X") {
        this.close();
        return;
      }
      this.#queue.push({ type, frame });
    }
    this.#drain();
  }

  #start(chunk: Buffer): void {
    const code = chunk.readInt32BE(4);
    if (code === 80_877_103) {
      this.#socket.write("N");
      return;
    }
    if (code !== 196_608) {
      this.close();
      return;
    }
    this.#started = true;
    const ready = [
      message("R", Buffer.from([0, 0, 0, 0])),
      message("S", Buffer.from("server_version\x0018.0\0")),
      message("S", Buffer.from("client_encoding\x00UTF8\0")),
      message("K", Buffer.alloc(8)),
      message("Z", Buffer.from("I")),
    ];
    this.#socket.write(Buffer.concat(ready));
  }

  #drain(): void {
    if (this.#queue.length === 0) return;
    if (this.#link) {
      for (const { type, frame } of this.#queue.splice(0)) this.#forward(this.#link, type, frame);
      return;
    }
    if (this.#taking) return;
    this.#taking = true;
    void this.#pool.take().then((link) => {
      this.#taking = false;
      if (!link || this.#socket.destroyed) {
        if (link) this.#pool.give(link);
        this.close();
        return;
      }
      this.#attach(link);
      this.#drain();
    });
  }

  #attach(link: ServerLink): void {
    if (this.#last && this.#last !== link) this.#pool.stats.switches += 1;
    this.#last = link;
    this.#link = link;
    link.events = {
      onFrame: (frame) => {
        this.#watcher?.(String.fromCharCode(frame[0] ?? 0), frame);
        this.#socket.write(frame);
      },
      onIdle: () => {
        if (this.#queue.length > 0) return;
        this.#link = undefined;
        this.#pool.give(link);
      },
      onLost: () => {
        this.#link = undefined;
        this.#pool.drop();
        this.close();
      },
    };
  }

  /** Names of prepared statements are the client's own: they get its number in front. */
  #forward(link: ServerLink, type: string, frame: Buffer): void {
    const body = bodyOf(frame);
    if (type === "P") {
      const { text, next } = textAt(body, 0);
      if (text === "") {
        link.send(type, frame, "");
        return;
      }
      const name = this.#prefix + text;
      const renamed = message("P", Buffer.concat([Buffer.from(`${name}\0`), body.subarray(next)]));
      this.#statements.set(name, renamed);
      link.send(type, renamed, name);
      return;
    }
    if (type === "B") {
      const portal = textAt(body, 0);
      const statement = textAt(body, portal.next);
      if (statement.text === "") {
        link.send(type, frame);
        return;
      }
      const name = this.#ready(link, statement.text);
      const head = Buffer.from(`${portal.text}\0${name}\0`);
      link.send(type, message("B", Buffer.concat([head, body.subarray(statement.next)])));
      return;
    }
    if (type === "D" && body[0] === 0x53 && body[1] !== 0) {
      const name = this.#ready(link, textAt(body, 1).text);
      link.send(type, message("D", Buffer.from(`S${name}\0`)));
      return;
    }
    link.send(type, frame);
  }

  #ready(link: ServerLink, statement: string): string {
    const name = this.#prefix + statement;
    const known = this.#statements.get(name);
    if (known && !link.has(name)) link.prepare(name, known);
    return name;
  }
}
