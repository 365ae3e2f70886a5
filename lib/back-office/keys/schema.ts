import * as z from "zod";

const moment = z.iso.datetime().nullable();

/** Where rotation and backups stand. */
export const keyStatusDto = z
  .object({
    current_kid: z.string(),
    configured_kids: z.array(z.string()),
    tenant_keys: z.number().int(),
    retiring: z.number().int(),
    under_old_master: z.number().int(),
    secrets_under_old_master: z.number().int(),
    oldest_key_at: moment,
    rotations: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(["data", "master"]),
        tenant: z.string().nullable(),
        total: z.number().int(),
        done: z.number().int(),
        failed: z.number().int(),
        started_at: z.iso.datetime(),
        finished_at: moment,
      }),
    ),
    backups: z.array(
      z.object({
        id: z.uuid(),
        method: z.enum(["pg_dump", "passports"]),
        state: z.enum(["running", "succeeded", "failed"]),
        tenants: z.number().int(),
        size_bytes: z.number().int(),
        started_at: z.iso.datetime(),
        finished_at: moment,
      }),
    ),
  })
  .meta({ id: "KeyStatus" });
export type KeyStatusDto = z.output<typeof keyStatusDto>;
