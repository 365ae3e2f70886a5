import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { toCsv } from "@/lib/core/csv";
import { getBatch } from "./get-batch";

/**
 * What became of each row of a list, as a CSV file.
 * @throws DomainError permission_denied; NotFoundError, also after 30 days
 */
export async function exportBatch(ctx: TenantContext, id: string): Promise<string> {
  const { rows } = await getBatch(ctx, id);
  return toCsv([
    ["line", "email", "role", "name", "language", "result", "reason"],
    ...rows.map((row) => [
      row.line,
      row.email,
      row.role,
      row.name,
      row.language,
      row.result ?? "waiting",
      row.reason ?? "",
    ]),
  ]);
}
