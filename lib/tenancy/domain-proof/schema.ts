import * as z from "zod";

/** How the last look at a domain's record ended. */
export const PROOF_RESULTS = [
  "verified",
  "record_missing",
  "record_wrong",
  "dns_unreachable",
  "taken",
] as const;
export type ProofResult = (typeof PROOF_RESULTS)[number];

export const PROOF_STATUSES = ["pending", "verified", "failing"] as const;

/** What every proved domain shows, whatever it is proved for. */
export const proofFields = {
  /** `failing`: proved, but the record is gone; it counts until `drops_at`. */
  status: z.enum(PROOF_STATUSES),
  /** The TXT record that proves it. */
  record: z.object({ name: z.string(), value: z.string() }),
  last_result: z.enum(PROOF_RESULTS).nullable(),
  last_checked_at: z.iso.datetime().nullable(),
  verified_at: z.iso.datetime().nullable(),
  drops_at: z.iso.datetime().nullable(),
};
