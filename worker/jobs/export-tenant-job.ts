import "server-only";
import * as z from "zod";
import { failExport, makeExport } from "@/lib/lifecycle/exports/make-export";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({
  tenantId: z.uuid(),
  exportId: z.uuid(),
  email: z.string().nullable(),
  locale: z.enum(["en", "nl"]),
});
const RETRIES = 3;

/** Makes the file of an export; after the last attempt the export says that it failed. */
export const exportTenantJob: OutboxHandler = {
  queue: "export-tenant",
  retryLimit: RETRIES,
  expireSeconds: 3_600,
  concurrency: 1,
  async handle({ tenantId, payload, attempt }) {
    const job = payloadSchema.parse(payload);
    if (job.tenantId !== tenantId) throw new Error("the job belongs to another tenant");
    try {
      await makeExport(job);
    } catch (error) {
      if (attempt >= RETRIES) await failExport(job);
      throw error;
    }
  },
};
