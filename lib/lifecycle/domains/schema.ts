import * as z from "zod";
import { proofFields } from "@/lib/tenancy/domain-proof/schema";

export const domainInput = z.strictObject({ hostname: z.string().trim().toLowerCase().min(4).max(253) });
export type DomainInput = z.input<typeof domainInput>;

export const domainDto = z.object({
  id: z.uuid(),
  hostname: z.string(),
  /** Where the name must point. */
  target: z.string(),
  url: z.url(),
  ...proofFields,
  created_at: z.iso.datetime(),
});
export type DomainDto = z.infer<typeof domainDto>;

export const domainList = z.object({ data: z.array(domainDto) });
export type DomainList = z.infer<typeof domainList>;

export const servedDomainQuery = z.object({ domain: z.string().max(253) });
export const servedDomainAnswer = z.object({ served: z.literal(true) });
