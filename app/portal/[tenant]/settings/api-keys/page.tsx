import { getTranslations } from "next-intl/server";
import { ApiKeysView } from "@/components/api-keys/api-keys-view";
import { Translations } from "@/components/i18n/translations";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireContext } from "@/lib/access/require-context";
import { rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

export async function generateMetadata() {
  const t = await getTranslations("apiKeys");
  return { title: t("title") };
}

export default async function ApiKeysPage() {
  const ctx = await requireContext("api_keys:read");
  const policy = await readPolicy(ctx.tenant.id);
  return (
    <Translations namespaces={["apiKeys"]}>
      <ApiKeysView
        scopes={PERMISSION_KEYS.filter((permission) => ctx.permissions.has(permission))}
        mayBePermanent={ctx.decide("api_keys:create_permanent").allowed}
        maxDays={policy.api_keys.max_days}
        origin={new URL(tenantUrl(ctx.tenant.slug)).origin}
        referenceHref={rootUrl("/docs/api")}
      />
    </Translations>
  );
}
