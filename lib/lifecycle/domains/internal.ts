import "server-only";
import { env } from "@/lib/infra/env";
import type { Domain } from "@/lib/infra/prisma/generated/client";
import { type ProofTable, presentProof } from "@/lib/tenancy/domain-proof/proof-table";
import { domainUrl } from "@/lib/tenancy/resolve-host";
import type { DomainDto } from "./schema";

/** Host names that are served once they are proved. */
export const hostnames: ProofTable<Domain> = {
  recordOf: ({ hostname, token }) => ({ name: `_atrium.${hostname}`, value: `atrium-verify=${token}` }),
  find: (tx, seen) => tx.domain.findFirst({ where: seen }),
  due: (tx, query) => tx.domain.findMany(query),
  change: async (tx, seen, data) => (await tx.domain.updateMany({ where: seen, data })).count,
};

export function presentDomain(row: Domain): DomainDto {
  return {
    id: row.id,
    hostname: row.hostname,
    record: hostnames.recordOf(row),
    target: new URL(env().ATRIUM_ROOT_URL).hostname,
    url: domainUrl(row.hostname),
    ...presentProof(row),
    created_at: row.createdAt.toISOString(),
  };
}
