import "server-only";
import { CHUNK_BYTES, sealChunk } from "./bundle-chunk";
import { type BundleKeys, type BundleLock, lockBundle } from "./bundle-key";

/** Takes the bytes of a bundle, in order. */
export type BundleSink = (bytes: Buffer) => Promise<void>;

export type BundleWriter = {
  keys: BundleKeys;
  write(plaintext: string | Buffer): Promise<void>;
  /** Seals the last chunk; without it a reader refuses the whole. */
  end(): Promise<void>;
};

/** Begins an encrypted stream: a header line, then chunks of AES-256-GCM, the last one marked. */
export async function writeBundle(lock: BundleLock, sink: BundleSink): Promise<BundleWriter> {
  const { header, keys } = await lockBundle(lock);
  await sink(header);
  let waiting: Buffer[] = [];
  let size = 0;
  let index = 0;
  const flush = async (last: boolean) => {
    let rest = Buffer.concat(waiting);
    // One chunk is always kept back: the last one needs its mark.
    while (rest.length > CHUNK_BYTES) {
      await sink(sealChunk(keys, { index, last: false }, rest.subarray(0, CHUNK_BYTES)));
      rest = rest.subarray(CHUNK_BYTES);
      index += 1;
    }
    if (last) await sink(sealChunk(keys, { index, last: true }, rest));
    waiting = [rest];
    size = rest.length;
  };
  return {
    keys,
    async write(plaintext) {
      const bytes = Buffer.from(plaintext);
      waiting.push(bytes);
      size += bytes.length;
      if (size > CHUNK_BYTES) await flush(false);
    },
    end: () => flush(true),
  };
}
