import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { Translations } from "@/components/i18n/translations";
import { AppProviders } from "@/components/layout/providers";
import { AuthShell } from "@/components/layout/site/auth-shell";
import { ReceiptView } from "@/components/receipts/receipt-view";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { getOwnReceipt } from "@/lib/access/receipts/own/get-own-receipt";
import { requireUser } from "@/lib/access/require-context";
import { NotFoundError } from "@/lib/core/errors";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("receipts"))("title") };
}

/** Why the person was refused outside a workspace; for that person alone. */
export default async function OwnDecisionPage({ params }: Props) {
  const ctx = await requireUser();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [t, receipt] = await Promise.all([
    getTranslations("receipts"),
    getOwnReceipt(ctx, id.data).catch((error: unknown) => {
      if (error instanceof NotFoundError) notFound();
      throw error;
    }),
  ]);
  return (
    <AuthShell>
      <div className="mx-auto w-full max-w-2xl px-4 py-10">
        <PageHeader title={t("title")} description={t("ownDescription")} />
        <AppProviders>
          <Translations namespaces={["receipts"]}>
            <ReceiptView receipt={receipt} />
          </Translations>
        </AppProviders>
      </div>
    </AuthShell>
  );
}
