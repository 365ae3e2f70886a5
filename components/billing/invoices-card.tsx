import { FileText } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { InvoiceDto } from "@/lib/billing/schema";
import { formatDate, formatMoney } from "@/lib/core/format";

const STATUSES = ["draft", "open", "paid", "uncollectible", "void"] as const;
type Status = (typeof STATUSES)[number];
const TONES = {
  draft: "neutral",
  open: "warning",
  paid: "success",
  uncollectible: "danger",
  void: "neutral",
} as const;

/** What was billed, newest first, with its document. */
export function InvoicesCard({ invoices }: { invoices: readonly InvoiceDto[] }) {
  const t = useTranslations("billing.invoices");
  if (invoices.length === 0) {
    return (
      <Card title={t("title")}>
        <p className="text-fg-muted">{t("empty")}</p>
      </Card>
    );
  }
  return (
    <Card title={t("title")} padding="flush">
      <table className="w-full text-sm">
        <caption className="sr-only">{t("caption")}</caption>
        <thead className="border-b bg-inset text-left text-fg-muted text-xs">
          <tr>
            <th scope="col" className="px-2 py-2 first:pl-5 last:pr-5 sm:px-5 font-medium">
              {t("date")}
            </th>
            <th
              scope="col"
              className="hidden px-2 py-2 first:pl-5 last:pr-5 sm:px-5 font-medium sm:table-cell"
            >
              {t("number")}
            </th>
            <th scope="col" className="px-2 py-2 first:pl-5 last:pr-5 sm:px-5 font-medium">
              {t("status")}
            </th>
            <th scope="col" className="px-2 py-2 first:pl-5 last:pr-5 sm:px-5 text-right font-medium">
              {t("total")}
            </th>
            <th scope="col" className="px-2 py-2 first:pl-5 last:pr-5 sm:px-5 text-right font-medium">
              {t("document")}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((invoice) => (
            <InvoiceRow key={invoice.id} invoice={invoice} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function InvoiceRow({ invoice }: { invoice: InvoiceDto }) {
  const t = useTranslations("billing.invoices");
  const locale = useFormatLocale();
  const status: Status = STATUSES.find((known) => known === invoice.status) ?? "open";
  const number = invoice.number ?? invoice.id.slice(0, 8);
  return (
    <tr className="border-b last:border-b-0">
      <td className="tabular whitespace-nowrap px-2 py-2.5 first:pl-5 last:pr-5 sm:px-5">
        {formatDate(invoice.issued_at, locale)}
      </td>
      <td className="hidden px-2 py-2.5 first:pl-5 last:pr-5 sm:px-5 font-mono text-xs sm:table-cell">
        {number}
      </td>
      <td className="px-2 py-2.5 first:pl-5 last:pr-5 sm:px-5">
        <StatusDot tone={TONES[status]}>{t(`statuses.${status}`)}</StatusDot>
      </td>
      <td className="tabular whitespace-nowrap px-2 py-2.5 first:pl-5 last:pr-5 sm:px-5 text-right">
        {formatMoney({ amountCents: invoice.total.amount, currency: invoice.total.currency }, locale)}
      </td>
      <td className="px-2 py-2.5 first:pl-5 last:pr-5 sm:px-5 text-right">
        {invoice.pdf_url ? (
          <a
            href={invoice.pdf_url}
            aria-label={t("pdfOf", { number })}
            className="inline-flex h-6 items-center gap-1.5 text-accent-text underline-offset-4 hover:underline"
          >
            <FileText aria-hidden="true" className="size-4" />
            {t("pdf")}
          </a>
        ) : null}
      </td>
    </tr>
  );
}
