import * as z from "zod";

/** How long a bundle can be downloaded. */
export const EXPORT_HOURS = 24;

export const startPassportInput = z.strictObject({
  /** Encrypts the bundle; kept nowhere. */
  passphrase: z.string().min(12).max(128),
});
export type StartPassportInput = z.input<typeof startPassportInput>;

export const passportDto = z
  .object({
    id: z.uuid(),
    state: z.enum(["pending", "running", "ready", "failed", "expired"]),
    rows: z.number().int(),
    size_bytes: z.number().int(),
    root_hash: z.string().nullable(),
    requested_by: z.string(),
    downloads: z.number().int(),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "Passport" });
export type PassportDto = z.output<typeof passportDto>;

export const passportPage = z.object({
  data: z.array(passportDto),
  page: z.object({ next_cursor: z.string().nullable(), has_more: z.boolean() }),
});

/** What a tenant may know of how its data is kept. */
export const dataOverviewDto = z
  .object({
    key: z.object({
      /** Generation of the data key; null before anything was sealed. */
      generation: z.number().int().nullable(),
      created_at: z.iso.datetime().nullable(),
      /** Older generations that still open something. */
      retiring: z.number().int(),
      master_key_current: z.boolean(),
    }),
    last_backup_at: z.iso.datetime().nullable(),
    last_passport_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "DataOverview" });
export type DataOverviewDto = z.output<typeof dataOverviewDto>;
