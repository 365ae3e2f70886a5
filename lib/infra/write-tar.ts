import "server-only";
import { createReadStream } from "node:fs";

export type TarEntry = { name: string; sizeBytes: number; source: string | Buffer };

const BLOCK = 512;

/** A POSIX tar archive (ustar, IEEE 1003.1-1988) of files on disk and of buffers, as a stream of constant memory. */
export async function* writeTar(entries: readonly TarEntry[], at = new Date()): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield header(entry, at);
    if (typeof entry.source === "string") {
      for await (const chunk of createReadStream(entry.source)) yield chunk as Buffer;
    } else yield entry.source;
    const rest = entry.sizeBytes % BLOCK;
    if (rest > 0) yield Buffer.alloc(BLOCK - rest);
  }
  yield Buffer.alloc(BLOCK * 2);
}

function header({ name, sizeBytes }: TarEntry, at: Date): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`name too long for ustar: ${name}`);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(`${sizeBytes.toString(8).padStart(11, "0")}\0`, 124);
  block.write(
    `${Math.floor(at.getTime() / 1000)
      .toString(8)
      .padStart(11, "0")}\0`,
    136,
  );
  block.write("        ", 148);
  block.write("0", 156);
  block.write("ustar\0", 257);
  block.write("00", 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
