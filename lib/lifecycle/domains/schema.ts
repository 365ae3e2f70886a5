import * as z from "zod";

export const domainInput = z.strictObject({ hostname: z.string().trim().toLowerCase().min(4).max(253) });
export type DomainInput = z.input<typeof domainInput>;

/** How the last look at the record ended. */
export const DOMAIN_RESULTS = [
  "verified",
  "record_missing",
  "record_wrong",
  "dns_unreachable",
  "taken",
] as const;
export type DomainResult = (typeof DOMAIN_RESULTS)[number];

export const domainDto = z.object({
  id: z.uuid(),
  hostname: z.string(),
  /** `failing`: proved, but the record is gone; it is served until `drops_at`. */
  status: z.enum(["pending", "verified", "failing"]),
  /** The TXT record that proves it. */
  record: z.object({ name: z.string(), value: z.string() }),
  /** Where the name must point. */
  target: z.string(),
  url: z.url(),
  last_result: z.enum(DOMAIN_RESULTS).nullable(),
  last_checked_at: z.iso.datetime().nullable(),
  verified_at: z.iso.datetime().nullable(),
  drops_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
});
export type DomainDto = z.infer<typeof domainDto>;

export const domainList = z.object({ data: z.array(domainDto) });
export type DomainList = z.infer<typeof domainList>;

export const servedDomainQuery = z.object({ domain: z.string().max(253) });
export const servedDomainAnswer = z.object({ served: z.literal(true) });
