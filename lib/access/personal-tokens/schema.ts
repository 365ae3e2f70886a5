import * as z from "zod";
import { keyFields, MAX_EXPIRY_DAYS } from "@/lib/access/api-keys/schema";

/** How many personal tokens that work a person has at most in one workspace. */
export const MAX_PERSONAL_TOKENS = 20;

export const personalTokenInput = keyFields.omit({ service_account_id: true }).extend({
  expires_in_days: z
    .number()
    .int()
    .min(1)
    .max(MAX_EXPIRY_DAYS)
    .default(90)
    .meta({ description: "Days until the token stops working; every personal token ends." }),
});
export type PersonalTokenInput = z.input<typeof personalTokenInput>;
