type Known = { file: string; text: string; reason: string };

/** Guards whose loss nothing can notice alone, because something else refuses the same: by where they are and what they say. */
const REASONS: readonly Known[] = [
  {
    file: "lib/back-office/fleet/get-fleet.ts",
    text: "assertStaff",
    reason: "the next line calls listCells(), which asks the same",
  },
  {
    file: "lib/billing/get-billing-overview.ts",
    text: "billing:read",
    reason: "it calls listInvoices(), which asks for the same permission",
  },
  {
    file: "lib/access/policies/preview-security-policy.ts",
    text: "id: { in: ids }",
    reason: "the ids were read for this workspace a statement earlier",
  },
  {
    file: "lib/lifecycle/domains/check-domain.ts",
    text: "id: seen.id",
    reason: "the second look at a row that was found with the filter; its secret token is compared too",
  },
  {
    file: "lib/lifecycle/domains/remove-domain.ts",
    text: "{ id, tenantId }",
    reason: "asked twice, to find and to delete: either one refuses alone",
  },
];

/** Why nothing noticed that this guard was gone. */
export function reasonFor(survivor: string): string {
  const known = REASONS.find(({ file, text }) => survivor.includes(file) && survivor.includes(text));
  return known?.reason ?? "no reason found; a probe is missing";
}
