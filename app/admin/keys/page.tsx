import { getTranslations } from "next-intl/server";
import { BackupsCard } from "@/components/admin/keys/backups-card";
import { KeysCard } from "@/components/admin/keys/keys-card";
import { RotationsCard } from "@/components/admin/keys/rotations-card";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getKeyStatus } from "@/lib/back-office/keys/get-key-status";

export async function generateMetadata() {
  const t = await getTranslations("data.admin");
  return { title: t("title") };
}

export default async function KeysPage() {
  const ctx = await requireStaff();
  const [t, status] = await Promise.all([getTranslations("data.admin"), getKeyStatus(ctx)]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid gap-6">
        <KeysCard status={status} />
        <RotationsCard rotations={status.rotations} />
        <BackupsCard backups={status.backups} />
      </div>
    </>
  );
}
