import "server-only";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { atMost } from "./at-most";
import { onceAProcess } from "./once-a-process";

/** Two pictures at a time, a thread each: a crafted file may cost memory (64 MiB decoded), never all of it. */
const oneOfFew = onceAProcess("oneOfFewPictures", () => atMost(2));
sharp.concurrency(1);
sharp.cache(false);

const MAX_PIXELS = 16_777_216;
const MAX_SIDE = 8_192;
const MIN_SIDE = 16;

export type RasterProblem = "image_type" | "image_too_many_pixels" | "image_too_small" | "image_broken";
export type Raster = { bytes: Buffer; hash: string; width: number; height: number };
/** `inside`, the default, keeps the whole picture; `cover` fills the box and crops what is over. */
export type RasterBox = { width: number; height: number; fit?: "inside" | "cover" };

/** Thrown for a file that is no picture we take; `problem` is for the caller. */
export class RasterError extends Error {
  constructor(
    readonly problem: RasterProblem,
    options?: { cause?: unknown },
  ) {
    super(problem, options);
  }
}

/** What a file is by its first bytes. Names and declared types are anybody's to write. */
export function sniffImage(bytes: Buffer): "png" | "jpeg" | "webp" | null {
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return "png";
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return "jpeg";
  const isRiff = bytes.subarray(0, 4).toString("latin1") === "RIFF";
  return isRiff && bytes.subarray(8, 12).toString("latin1") === "WEBP" ? "webp" : null;
}

/**
 * Draws a PNG, JPEG or WebP anew as a PNG that fits into `box`: only pixels come through, no metadata, no second file
 * behind the first one. SVG and everything else is refused before a decoder sees it.
 * @throws RasterError
 */
export function redrawImage(source: Buffer, box: RasterBox): Promise<Raster> {
  return oneOfFew(() => redraw(source, box));
}

async function redraw(source: Buffer, box: RasterBox): Promise<Raster> {
  const type = sniffImage(source);
  if (!type) throw new RasterError("image_type");
  const open = () => sharp(source, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 });
  const { width = 0, height = 0, format } = await attempt(() => open().metadata());
  if (format !== type) throw new RasterError("image_type");
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new RasterError("image_too_many_pixels");
  }
  if (width < MIN_SIDE || height < MIN_SIDE) throw new RasterError("image_too_small");
  const { data, info } = await attempt(() =>
    open()
      .timeout({ seconds: 5 })
      .autoOrient()
      .resize({ fit: "inside", ...box, withoutEnlargement: box.fit !== "cover" })
      .toColourspace("srgb")
      .png({ compressionLevel: 9 })
      .toBuffer({ resolveWithObject: true }),
  );
  const hash = createHash("sha256").update(data).digest("hex");
  return { bytes: data, hash, width: info.width, height: info.height };
}

async function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const tooLarge = cause instanceof Error && /pixel limit/i.test(cause.message);
    throw new RasterError(tooLarge ? "image_too_many_pixels" : "image_broken", { cause });
  }
}
