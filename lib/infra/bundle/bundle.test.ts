import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openChunk, sealChunk } from "./bundle-chunk";
import { newRecipient } from "./bundle-key";
import { readBundle } from "./read-bundle";
import { writeBundle } from "./write-bundle";

const LOCK = { passphrase: "correct horse battery", scryptCost: 2 ** 14 };
// Without the cost of stretching a passphrase: for the tests that open a file many times.
const PAIR = newRecipient();

async function make(content: Buffer, lock: Parameters<typeof writeBundle>[0] = LOCK): Promise<Buffer> {
  const parts: Buffer[] = [];
  const writer = await writeBundle(lock, async (bytes) => void parts.push(bytes));
  for (let at = 0; at < content.length; at += 50_000) await writer.write(content.subarray(at, at + 50_000));
  await writer.end();
  return Buffer.concat(parts);
}

async function* pieces(file: Buffer, size = 7_001) {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function read(file: Buffer, unlock: Parameters<typeof readBundle>[1] = LOCK): Promise<Buffer> {
  const { chunks } = await readBundle(pieces(file), unlock);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Where the chunks begin and end. */
function chunksOf(file: Buffer): [number, number][] {
  const found: [number, number][] = [];
  for (let at = file.indexOf("\n") + 1; at < file.length; ) {
    const end = at + 4 + file.readUInt32BE(at) + 16;
    found.push([at, end]);
    at = end;
  }
  return found;
}

const content = randomBytes(300_000);

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])("%i bytes come back", async (size) => {
  const some = content.subarray(0, size);
  const file = await make(some);
  // A byte or two occur in any file by chance.
  if (size >= 64) expect(file.includes(some.subarray(0, 64))).toBe(false);
  expect((await read(file)).equals(some)).toBe(true);
});

test("a recipient's key opens what was made for it, and no other does", async () => {
  const [mine, other] = [newRecipient(), newRecipient()];
  const file = await make(content, { recipient: mine.recipient });
  expect((await read(file, { secret: mine.secret })).equals(content)).toBe(true);
  await expect(read(file, { secret: other.secret })).rejects.toMatchObject({ fault: "wrong_key" });
  await expect(read(file, LOCK)).rejects.toMatchObject({ fault: "wrong_key" });
});

describe("refused", () => {
  test("with another passphrase", async () => {
    await expect(read(await make(content), { passphrase: "wrong" })).rejects.toMatchObject({
      fault: "wrong_key",
    });
  });

  test("cut anywhere", async () => {
    const file = await make(content, PAIR);
    const edges = chunksOf(file).flat();
    const cuts = [
      ...edges.slice(0, -1),
      ...Array.from({ length: 40 }, () => Math.floor(Math.random() * file.length)),
    ];
    for (const cut of cuts) await expect(read(file.subarray(0, cut), PAIR)).rejects.toHaveProperty("fault");
  });

  test("with any bit flipped", async () => {
    const file = await make(content, PAIR);
    const start = file.indexOf("\n") + 1;
    const places = Array.from({ length: 60 }, (_, n) =>
      n < 20 ? Math.floor(Math.random() * start) : start + Math.floor(Math.random() * (file.length - start)),
    );
    for (const at of places) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
      // A flipped padding bit of base64 changes no key, but changes the header's hash and so every key.
      await expect(read(changed, PAIR)).rejects.toHaveProperty("fault");
    }
  });

  test("with chunks in another order, doubled, left out or appended", async () => {
    const file = await make(content, PAIR);
    const head = file.subarray(0, file.indexOf("\n") + 1);
    const chunks = chunksOf(file).map(([from, to]) => file.subarray(from, to));
    const [a, b, ...rest] = chunks;
    if (!a || !b) throw new Error("too few chunks");
    for (const order of [
      [b, a, ...rest],
      [a, a, b, ...rest],
      [b, ...rest],
      [...chunks, a],
      [...chunks, chunks.at(-1) ?? a],
    ]) {
      await expect(read(Buffer.concat([head, ...order]), PAIR)).rejects.toHaveProperty("fault");
    }
  });

  test("with a chunk of another bundle under the same passphrase", async () => {
    const [one, two] = [await make(content, PAIR), await make(content, PAIR)];
    const [, second] = chunksOf(one);
    const [from = 0, to = 0] = second ?? [];
    await expect(
      read(Buffer.concat([one.subarray(0, from), two.subarray(from, to), one.subarray(to)])),
    ).rejects.toHaveProperty("fault");
  });

  test("with a header that would cost gigabytes, or no bundle at all", async () => {
    const file = await make(content, { ...LOCK, scryptCost: 2 ** 14 });
    const json = JSON.parse(
      Buffer.from(file.toString("latin1", 16, file.indexOf("\n")), "base64url").toString(),
    );
    json.lock.cost = 2 ** 30;
    const header = `ATRIUM-BUNDLE 1 ${Buffer.from(JSON.stringify(json)).toString("base64url")}\n`;
    const costly = Buffer.concat([Buffer.from(header), file.subarray(file.indexOf("\n") + 1)]);
    await expect(read(costly)).rejects.toMatchObject({ fault: "not_a_bundle" });
    await expect(read(Buffer.from("PK\u0003\u0004"))).rejects.toMatchObject({ fault: "not_a_bundle" });
  });
});

test("control: chunks without position could be reordered", () => {
  const keys = { headerHash: Buffer.alloc(32), content: Buffer.alloc(32, 1), secrets: Buffer.alloc(32) };
  const at = (index: number, last = false) => ({ index, last });
  const sealed = sealChunk(keys, at(0), Buffer.from("x")).subarray(4);
  expect(openChunk(keys, at(0), sealed).toString()).toBe("x");
  expect(() => openChunk(keys, at(1), sealed)).toThrow();
  expect(() => openChunk(keys, at(0, true), sealed)).toThrow();
});
