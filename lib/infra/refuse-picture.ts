import "server-only";
import { DomainError, ValidationError } from "@/lib/core/errors";
import { RasterError, type RasterProblem } from "./raster";

const MESSAGES: Record<RasterProblem, string> = {
  image_type: "Use a PNG, JPEG or WebP picture.",
  image_too_many_pixels: "The picture has too many pixels: at most 8,192 a side and 16 million in all.",
  image_too_small: "The picture must be at least 16 by 16 pixels.",
  image_broken: "The picture is damaged or incomplete.",
};

/**
 * Says to the uploader why their picture was not taken.
 * @throws DomainError unsupported_media_type; ValidationError image_…
 */
export function refusePicture(error: unknown): never {
  if (!(error instanceof RasterError)) throw error;
  const message = MESSAGES[error.problem];
  if (error.problem === "image_type") {
    throw new DomainError("unsupported_media_type", message, { reason: "image_type" });
  }
  throw new ValidationError([{ path: "file", code: error.problem, message }], message);
}
