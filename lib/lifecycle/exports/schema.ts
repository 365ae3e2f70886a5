import * as z from "zod";
import { pageOf } from "@/lib/core/list-query";

const time = z.iso.datetime();

export const exportState = z.enum(["queued", "running", "ready", "failed", "expired"]);

export const exportDto = z.object({
  id: z.uuid(),
  state: exportState,
  requested_by: z.string(),
  progress: z.object({ tables_done: z.int(), tables_total: z.int() }),
  rows: z.int(),
  size_bytes: z.int().nullable(),
  /** Of the file, as `sha256sum` prints it. */
  sha256: z.string().nullable(),
  /** When the file is removed. */
  expires_at: time.nullable(),
  created_at: time,
});
export type ExportDto = z.output<typeof exportDto>;

export const exportPage = pageOf(exportDto);
export type ExportPage = z.output<typeof exportPage>;

/** Whoever has the link can fetch the file until then, without signing in. */
export const exportLinkDto = z.object({ url: z.url(), expires_at: time });
export type ExportLinkDto = z.output<typeof exportLinkDto>;

export const downloadQuery = z.strictObject({ token: z.string().min(20).max(2000) });
