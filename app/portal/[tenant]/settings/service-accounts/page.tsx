import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { ServiceAccountsView } from "@/components/service-accounts/service-accounts-view";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import { readRoles } from "@/lib/access/roles/read-roles";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

export async function generateMetadata() {
  const t = await getTranslations("serviceAccounts");
  return { title: t("title") };
}

export default async function ServiceAccountsPage() {
  const ctx = await requireContext("service_accounts:read");
  const [roles, policy] = await Promise.all([
    ctx.decide("roles:read").allowed ? readRoles(ctx) : [],
    readPolicy(ctx.tenant.id),
  ]);
  return (
    <Translations namespaces={["serviceAccounts", "apiKeys", "members", "roles"]}>
      <ServiceAccountsView
        roles={roles.map(({ key, name, description, grantable }) => ({ key, name, description, grantable }))}
        keys={{
          scopes: PERMISSION_KEYS.filter((permission) => ctx.permissions.has(permission)),
          mayBePermanent: ctx.decide("api_keys:create_permanent").allowed,
          maxDays: policy.api_keys.max_days,
          origin: new URL(tenantUrl(ctx.tenant.slug)).origin,
        }}
      />
    </Translations>
  );
}
