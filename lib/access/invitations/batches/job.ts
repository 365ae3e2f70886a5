import * as z from "zod";

export const BATCH_QUEUE = "invite-batch";
export const batchJob = z.object({ batch: z.uuid() });
