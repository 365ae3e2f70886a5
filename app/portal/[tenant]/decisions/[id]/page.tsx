import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { Translations } from "@/components/i18n/translations";
import { ReceiptView } from "@/components/receipts/receipt-view";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { getReceipt } from "@/lib/access/receipts/get-receipt";
import { requireOwnContext } from "@/lib/access/require-own-context";
import { NotFoundError } from "@/lib/core/errors";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("receipts");
  return { title: t("title") };
}

export default async function DecisionPage({ params }: Props) {
  const ctx = await requireOwnContext();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [t, receipt] = await Promise.all([
    getTranslations("receipts"),
    getReceipt(ctx, id.data).catch((error: unknown) => {
      if (error instanceof NotFoundError) notFound();
      throw error;
    }),
  ]);
  return (
    <Translations namespaces={["receipts"]}>
      <PageHeader title={t("title")} description={t("description")} />
      <ReceiptView receipt={receipt} />
    </Translations>
  );
}
