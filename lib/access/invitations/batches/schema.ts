import * as z from "zod";
import { roleKey } from "@/lib/access/roles/schema";
import { seatsDto } from "@/lib/access/seats/schema";
import { listQuery, pageOf } from "@/lib/core/list-query";

export const MAX_BATCH_ROWS = 500;
export const MAX_BATCH_BYTES = 262_144;

/** What stands in the way of a row; `valid`: nothing. */
export const batchVerdict = z.enum([
  "valid",
  "invalid",
  "duplicate",
  "already_member",
  "already_invited",
  "unknown_role",
  "role_not_grantable",
  "unknown_language",
  "domain_not_allowed",
  "over_seats",
]);
export type BatchVerdict = z.infer<typeof batchVerdict>;

/** What became of a row. `failed`: this row, or all of the list, broke off for good; `cancelled`: somebody stopped the list before it. */
export const batchResult = z.enum([
  ...batchVerdict.exclude(["valid"]).options,
  "invited",
  "not_sent",
  "cancelled",
  "failed",
]);
export type BatchResult = z.infer<typeof batchResult>;

export const batchInput = z.strictObject({
  text: z
    .string()
    .min(1, "list_empty")
    .max(MAX_BATCH_BYTES, "list_too_large")
    .refine((text) => new TextEncoder().encode(text).length <= MAX_BATCH_BYTES, "list_too_large")
    .meta({
      description:
        "CSV (commas, semicolons or tabs) with the columns email, role, name and language, or addresses as they are pasted. At most 500 rows and 256 KB.",
    }),
  role: roleKey.meta({ description: "For rows without a role." }),
});
export type BatchInput = z.infer<typeof batchInput>;

const wish = z.object({
  line: z.number().int(),
  email: z.string(),
  role: z.string(),
  name: z.string(),
  language: z.string(),
});
export const batchPreviewRow = wish.extend({ verdict: batchVerdict });
export type BatchPreviewRow = z.infer<typeof batchPreviewRow>;

export const batchPreview = z.object({
  rows: z.array(batchPreviewRow),
  valid: z.number().int(),
  seats: seatsDto,
});
export type BatchPreview = z.infer<typeof batchPreview>;

export const batchRowDto = wish.extend({
  result: batchResult.nullable().meta({ description: "null: not handled yet." }),
  reason: z
    .string()
    .nullable()
    .meta({ description: "Where this row alone failed: the error's code, `unexpected` for one without." }),
});
export type BatchRowDto = z.infer<typeof batchRowDto>;

export const batchSummary = z.object({
  id: z.uuid(),
  status: z.enum(["queued", "running", "done"]),
  total: z.number().int(),
  handled: z.number().int(),
  invited: z.number().int(),
  created_by: z.object({ id: z.uuid(), name: z.string() }),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
});
export type BatchSummary = z.infer<typeof batchSummary>;
export const batchPage = pageOf(batchSummary);
export type BatchPage = z.infer<typeof batchPage>;
export const batchListQuery = listQuery;
export type BatchListQuery = z.input<typeof batchListQuery>;

export const batchDto = batchSummary.extend({ rows: z.array(batchRowDto) });
export type BatchDto = z.infer<typeof batchDto>;
