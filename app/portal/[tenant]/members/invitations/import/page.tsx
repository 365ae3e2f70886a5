import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { BatchWizard } from "@/components/invitations/batches/batch-wizard";
import { SeatsAlert } from "@/components/seats/seats-alert";
import { Alert } from "@/components/ui/feedback/alert";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { getBatch } from "@/lib/access/invitations/batches/get-batch";
import { listBatches } from "@/lib/access/invitations/batches/list-batches";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import type { TenantContext } from "@/lib/core/context";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { loadHeader } from "../../load-header";

export async function generateMetadata() {
  const t = await getTranslations("invitations.batch");
  return { title: t("title") };
}

export default async function ImportInvitationsPage() {
  const ctx = await requireContext("members:invite");
  const [t, roles, { seats, may }, lists] = await Promise.all([
    getTranslations("invitations.batch"),
    listRoles(ctx),
    loadHeader(ctx),
    loadLists(ctx),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {hasFeature(ctx.tenant.entitlements, "bulk_invitations") ? (
        <Translations namespaces={["invitations", "roles", "seats"]}>
          <SeatsAlert seats={seats} upgradeHref={may.upgrade ? "/billing" : null} />
          <BatchWizard roles={roles.filter((role) => role.grantable)} {...lists} />
        </Translations>
      ) : (
        <Alert>{t("switchedOff")}</Alert>
      )}
    </>
  );
}

/** Earlier lists, and the one that is being sent: the newest, as there is one at a time. */
async function loadLists(ctx: TenantContext) {
  const earlier = await listBatches(ctx, { limit: 10 });
  const [newest] = earlier.data;
  const running = newest && newest.status !== "done" ? await getBatch(ctx, newest.id) : null;
  return { running, earlier };
}
