import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";
import type { FaultyWindow, ServiceSpan } from "./availability";

/** When a tenant was in service, when the platform did not answer, and how fresh its figures are. */
export type ServiceFacts = { asOf: Date | null; spans: ServiceSpan[]; outages: FaultyWindow[] };

/** Statuses in which nobody expects the workspace to answer. */
const OUT_OF_SERVICE = new Set([
  "pending_approval",
  "provisioning",
  "suspended",
  "parked",
  "offboarding",
  "erased",
]);

type Row = {
  facts: {
    created_at: string;
    as_of: string | null;
    changes: { at: string; status: string }[];
    outages: { start: string; share: number }[];
  } | null;
};

/** Reads from the control plane what a tenant's availability depends on beside its own requests. */
export async function serviceFacts(tenantId: string, range: ServiceSpan): Promise<ServiceFacts> {
  const { rows } = await admissionPool().query<Row>({
    name: "service-facts",
    text: "select platform.service_facts($1, $2, $3) as facts",
    values: [tenantId, new Date(range.fromMs), new Date(range.toMs)],
  });
  const facts = rows[0]?.facts;
  if (!facts) return { asOf: null, spans: [], outages: [] };
  return {
    asOf: facts.as_of ? new Date(facts.as_of) : null,
    spans: serviceSpans(facts.changes, range.toMs),
    outages: facts.outages.map(({ start, share }) => ({ startMs: Date.parse(start), share })),
  };
}

/** Times in service from a history of statuses, oldest first. */
export function serviceSpans(
  changes: readonly { at: string; status: string }[],
  endMs: number,
): ServiceSpan[] {
  return changes.flatMap(({ at, status }, index) => {
    const next = changes[index + 1];
    if (OUT_OF_SERVICE.has(status)) return [];
    return [{ fromMs: Date.parse(at), toMs: next ? Date.parse(next.at) : endMs }];
  });
}
