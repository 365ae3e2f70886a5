import "server-only";
import { CHUNK_BYTES, LENGTH_BYTES, openChunk, TAG_BYTES } from "./bundle-chunk";
import { BundleError } from "./bundle-error";
import { type BundleKeys, type BundleUnlock, headerLength, unlockBundle } from "./bundle-key";

export type BundleSource = AsyncIterable<Buffer>;
export type BundleReader = { keys: BundleKeys; chunks: AsyncGenerator<Buffer> };

const LONGEST_HEADER = 4096;

/**
 * Opens an encrypted stream. Chunks come out authenticated one by one; that the whole is complete is known only when
 * the generator ends, so act on nothing before.
 * @throws BundleError not_a_bundle, wrong_key; while reading: damaged, truncated
 */
export async function readBundle(source: BundleSource, unlock: BundleUnlock): Promise<BundleReader> {
  const input = new ByteQueue(source);
  const length = headerLength(await input.peek(LONGEST_HEADER));
  if (length === null) throw new BundleError("not_a_bundle", "This is no bundle of Atrium.");
  const keys = await unlockBundle(await input.take(length), unlock);
  return { keys, chunks: readChunks(input, keys) };
}

async function* readChunks(input: ByteQueue, keys: BundleKeys): AsyncGenerator<Buffer> {
  for (let index = 0; ; index += 1) {
    const prefix = await input.take(LENGTH_BYTES);
    const length = prefix.length === LENGTH_BYTES ? prefix.readUInt32BE() : Number.NaN;
    if (Number.isNaN(length)) throw new BundleError("truncated", "The file ends too early.");
    if (length > CHUNK_BYTES) throw new BundleError("damaged", "The file was changed.");
    const sealed = await input.take(length + TAG_BYTES);
    if (sealed.length !== length + TAG_BYTES) throw new BundleError("truncated", "The file ends too early.");
    const last = (await input.peek(1)).length === 0;
    let plaintext: Buffer;
    try {
      plaintext = openChunk(keys, { index, last }, sealed);
    } catch (cause) {
      // A file cut between two chunks ends with one that is not marked as the last.
      const [fault, message] = last
        ? (["truncated", "The file ends too early or was changed."] as const)
        : (["damaged", "The file was changed."] as const);
      throw new BundleError(fault, message, cause);
    }
    yield plaintext;
    if (last) return;
  }
}

/** Bytes of a source, taken in pieces of the reader's choice. */
class ByteQueue {
  private readonly source: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);
  private ended = false;

  constructor(source: BundleSource) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Up to `count` bytes; fewer at the end. */
  async peek(count: number): Promise<Buffer> {
    const parts = [this.held];
    let size = this.held.length;
    while (size < count && !this.ended) {
      const next = await this.source.next();
      if (next.done) this.ended = true;
      else {
        parts.push(next.value);
        size += next.value.length;
      }
    }
    if (parts.length > 1) this.held = Buffer.concat(parts);
    return this.held.subarray(0, count);
  }

  async take(count: number): Promise<Buffer> {
    const taken = await this.peek(count);
    this.held = this.held.subarray(taken.length);
    return taken;
  }
}
