import * as z from "zod";
import { emailField } from "@/lib/auth/schema";

export const changeEmailBody = z.strictObject({ email: emailField });
export const emailTokenBody = z.strictObject({ token: z.string().min(1).max(200) });

export const ownEmail = z.object({
  email: z.string(),
  pending: z
    .object({ email: z.string(), expires_at: z.string() })
    .nullable()
    .meta({ description: "An address that has been asked for and is not proved yet." }),
  managed_by: z.string().nullable().meta({
    description: "The workspace whose directory decides about the address; it cannot be changed here then.",
  }),
});
export type OwnEmail = z.infer<typeof ownEmail>;
