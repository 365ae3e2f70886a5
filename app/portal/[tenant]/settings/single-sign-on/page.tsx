import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { SsoView } from "@/components/sso/sso-view";
import { requireContext } from "@/lib/access/require-context";
import { listConnections } from "@/lib/access/single-sign-on/connections/list-connections";
import { getEnforcement } from "@/lib/access/single-sign-on/enforcement/get-enforcement";
import { PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";

export async function generateMetadata() {
  const t = await getTranslations("sso");
  return { title: t("title") };
}

export default async function SingleSignOnPage() {
  const ctx = await requireContext("sso:read");
  const { entitlements } = ctx.tenant;
  const [connections, enforcement] = await Promise.all([listConnections(ctx), getEnforcement(ctx)]);
  const plan = smallestPlanWith("sso");
  return (
    <Translations namespaces={["sso", "auth"]}>
      <SsoView
        connections={connections.data}
        enforcement={enforcement}
        mayManage={ctx.decide("sso:manage").allowed}
        state={hasFeature(entitlements, "sso") ? "on" : entitlements.sso?.off ? "off" : "locked"}
        planName={plan ? PLANS[plan].name : ""}
        plansHref={ctx.decide("billing:read").allowed ? "/billing" : undefined}
      />
    </Translations>
  );
}
