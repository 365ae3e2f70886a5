/** Cuts a byte stream into PostgreSQL messages (type byte, length, body). */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): { type: string; frame: Buffer }[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: { type: string; frame: Buffer }[] = [];
    let at = 0;
    while (this.#rest.length - at >= 5) {
      const end = at + 1 + this.#rest.readInt32BE(at + 1);
      if (end > this.#rest.length) break;
      frames.push({ type: String.fromCharCode(this.#rest[at] ?? 0), frame: this.#rest.subarray(at, end) });
      at = end;
    }
    this.#rest = this.#rest.subarray(at);
    return frames;
  }
}

/** A message of `type` with `body`. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, "latin1");
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A frame's body. */
export function bodyOf(frame: Buffer): Buffer {
  return frame.subarray(5);
}

/** The zero-terminated text at `at`, and where the next field begins. */
export function textAt(body: Buffer, at: number): { text: string; next: number } {
  const end = body.indexOf(0, at);
  return { text: body.toString("utf8", at, end), next: end + 1 };
}
