import "server-only";
import type { SsoDomain } from "@/lib/infra/prisma/generated/client";
import { type ProofTable, presentProof } from "@/lib/tenancy/domain-proof/proof-table";
import type { SsoDomainDto } from "../schema";

/** Mail domains that lead to a connection once they are proved. */
export const mailDomains: ProofTable<SsoDomain> = {
  recordOf: ({ domain, token }) => ({ name: `_atrium-sso.${domain}`, value: `atrium-sso=${token}` }),
  find: (tx, seen) => tx.ssoDomain.findFirst({ where: seen }),
  due: (tx, query) => tx.ssoDomain.findMany(query),
  change: async (tx, seen, data) => (await tx.ssoDomain.updateMany({ where: seen, data })).count,
};

export function presentDomain(row: SsoDomain): SsoDomainDto {
  return { id: row.id, domain: row.domain, record: mailDomains.recordOf(row), ...presentProof(row) };
}
