import { deflateSync } from "node:zlib";
import sharp from "sharp";

// Pictures that look like one thing and are another, for tests of uploads.
export const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

export function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([PNG, chunk("IHDR", header)]);
}

/** A few hundred kilobytes that a careless decoder turns into 400 MB. */
export function pngBomb(side: number): Buffer {
  const data = deflateSync(Buffer.alloc(side * 1_000));
  return Buffer.concat([pngHeader(side, side), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

export function resized(source: Buffer, width: number, height: number): Promise<Buffer> {
  return sharp(source).resize(width, height, { fit: "fill" }).png().toBuffer();
}

export function jpeg(): Promise<Buffer> {
  return sharp({ create: { width: 400, height: 400, channels: 3, background: "#123456" } })
    .jpeg()
    .toBuffer();
}
