import { getTranslations } from "next-intl/server";
import { ApiKeysView } from "@/components/api-keys/api-keys-view";
import { Translations } from "@/components/i18n/translations";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import { readRoles } from "@/lib/access/roles/read-roles";
import { rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

export async function generateMetadata() {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function ApiKeysPage() {
  const ctx = await requireContext("api_keys:read");
  const mayCreate = ctx.decide("api_keys:create").allowed && ctx.decide("roles:read").allowed;
  const [policy, roles] = await Promise.all([readPolicy(ctx.tenant.id), mayCreate ? readRoles(ctx) : []]);
  return (
    <Translations namespaces={["apiKeys", "members", "roles"]}>
      <ApiKeysView
        scopes={PERMISSION_KEYS.filter((permission) => ctx.permissions.has(permission))}
        roles={roles.map(({ key, name, description, grantable }) => ({ key, name, description, grantable }))}
        mayBePermanent={ctx.decide("api_keys:create_permanent").allowed}
        maxDays={policy.api_keys.max_days}
        origin={new URL(tenantUrl(ctx.tenant.slug)).origin}
        referenceHref={rootUrl("/docs/api")}
      />
    </Translations>
  );
}
