import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { SuspensionButton } from "@/components/admin/tenants/suspension-button";
import { planName } from "@/components/admin/tenants/tenant-columns";
import { TenantStatusDot } from "@/components/admin/tenants/tenant-status";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { Alert } from "@/components/ui/feedback/alert";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { AdminTenantDetailDto } from "@/lib/back-office/tenants/schema";

/** Name, state and what staff can do with one workspace. */
export function TenantHeader({ tenant }: { tenant: AdminTenantDetailDto }) {
  const t = useTranslations("admin");
  const { id, name, status } = tenant;
  return (
    <>
      <PageHeader
        breadcrumbs={<Breadcrumbs items={[{ label: t("tenants.title"), href: "/" }, { label: name }]} />}
        title={name}
        badges={
          <>
            <TenantStatusDot status={status} />
            <PlanBadge plan={planName(tenant.plan)} />
          </>
        }
        actions={
          <>
            <ButtonLink href={tenant.url} external>
              <ExternalLink aria-hidden="true" className="size-4" />
              {t("tenant.open")}
            </ButtonLink>
            <SuspensionButton tenant={{ id, name, status }} />
          </>
        }
      />
      {status === "suspended" ? (
        <Alert tone="danger" title={t("tenant.suspendedTitle")} className="mb-6">
          {t("tenant.suspendedReason", { reason: tenant.status_reason ?? "–" })}
        </Alert>
      ) : null}
    </>
  );
}
