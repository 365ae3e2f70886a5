import "server-only";
import * as z from "zod";
import { failPassportExport } from "@/lib/lifecycle/passport/exports/fail-passport-export";
import { runPassportExport } from "@/lib/lifecycle/passport/exports/run-passport-export";
import type { OutboxHandler } from "../outbox-handler";

const payloadSchema = z.object({ exportId: z.uuid() });
const RETRIES = 3;

/** Writes a tenant's passport. After the last attempt the export says that it failed. */
export const passportJob: OutboxHandler = {
  queue: "passport",
  retryLimit: RETRIES,
  expireSeconds: 3600,
  concurrency: 1,
  async handle({ payload, attempt }) {
    const { exportId } = payloadSchema.parse(payload);
    try {
      await runPassportExport(exportId);
    } catch (error) {
      if (attempt >= RETRIES) await failPassportExport(exportId);
      throw error;
    }
  },
};
