import * as z from "zod";
import { ADMIN_RANGES } from "@/lib/back-office/analytics/schema";

/** The range of a back-office page, read from its address; anything odd falls back to the default. */
export const adminAnalyticsView = z.object({ range: z.enum(ADMIN_RANGES).catch("24h") });
