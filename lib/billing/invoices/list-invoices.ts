import "server-only";
import type * as z from "zod";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, type Page, toPage } from "@/lib/core/cursor";
import type { Invoice } from "@/lib/infra/prisma/generated/client";
import { withSystem } from "@/lib/tenancy/with-system";
import { type InvoiceDto, invoiceQuery } from "../schema";

/**
 * The account's invoices, newest first.
 * @throws DomainError permission_denied, invalid_request
 */
export async function listInvoices(
  ctx: TenantContext,
  input: z.input<typeof invoiceQuery>,
): Promise<Page<InvoiceDto>> {
  ctx.authorize("billing:read");
  const { limit, cursor } = invoiceQuery.parse(input);
  const rows = await withSystem((tx) =>
    tx.invoice.findMany({
      where: { accountId: ctx.tenant.accountId, ...afterCursor(cursor, "issuedAt") },
      orderBy: [{ issuedAt: "desc" }, { id: "desc" }],
      take: limit + 1,
    }),
  );
  return toPage(rows, limit, (row) => ({ at: row.issuedAt, id: row.id }), present);
}

function present(row: Invoice): InvoiceDto {
  const { currency } = row;
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    total: { amount: Number(row.totalMinor), currency },
    amount_due: { amount: Number(row.amountDueMinor), currency },
    issued_at: row.issuedAt.toISOString(),
    period_start: row.periodStart?.toISOString() ?? null,
    period_end: row.periodEnd?.toISOString() ?? null,
    hosted_url: row.hostedInvoiceUrl,
    pdf_url: row.invoicePdfUrl,
  };
}
