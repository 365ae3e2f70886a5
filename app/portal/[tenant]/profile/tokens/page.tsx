import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { TokensView } from "@/components/personal-tokens/tokens-view";
import { PERMISSION_KEYS } from "@/lib/access/permissions";
import { requireOwnContext } from "@/lib/access/require-own-context";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";

export async function generateMetadata() {
  const t = await getTranslations("personalTokens");
  return { title: t("title") };
}

export default async function PersonalTokensPage() {
  const ctx = await requireOwnContext();
  const policy = await readPolicy(ctx.tenant.id);
  return (
    <Translations namespaces={["personalTokens", "apiKeys"]}>
      <TokensView
        scopes={PERMISSION_KEYS.filter((permission) => ctx.permissions.has(permission))}
        maxDays={policy.api_keys.max_days}
        origin={new URL(tenantUrl(ctx.tenant.slug)).origin}
      />
    </Translations>
  );
}
