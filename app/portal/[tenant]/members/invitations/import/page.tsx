import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { BatchWizard } from "@/components/invitations/batches/batch-wizard";
import { SeatsAlert } from "@/components/seats/seats-alert";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { loadHeader } from "../../load-header";

export async function generateMetadata() {
  const t = await getTranslations("invitations.batch");
  return { title: t("title") };
}

export default async function ImportInvitationsPage() {
  const ctx = await requireContext("members:invite");
  const [t, roles, { seats, may }] = await Promise.all([
    getTranslations("invitations.batch"),
    listRoles(ctx),
    loadHeader(ctx),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {hasFeature(ctx.tenant.entitlements, "bulk_invitations") ? (
        <Translations namespaces={["invitations", "roles", "seats"]}>
          <SeatsAlert seats={seats} upgradeHref={may.upgrade ? "/billing" : null} />
          <BatchWizard roles={roles.filter((role) => role.grantable)} />
        </Translations>
      ) : (
        <Alert>{t("switchedOff")}</Alert>
      )}
    </>
  );
}
