import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { StatusPage } from "@/components/layout/site/status-page";
import { RestoreButton } from "@/components/settings/restore-button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { currentRequest, requireContext } from "@/lib/access/require-context";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { parseHost, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";

/** What a workspace that cannot be read now shows instead of every page: why, and what its people can do. */
export default async function UnavailablePage() {
  const request = await currentRequest();
  if (request.kind === "unreachable") return <Unreachable />;
  const ctx = request.kind === "tenant" ? request.ctx : await requireContext();
  const { tenant, accountRole } = ctx;
  if (hasCapability(tenant.status, tenant.billingState, "read")) redirect("/");
  const t = await getTranslations("overview.unavailable");
  const state =
    tenant.status === "suspended" ? "suspended" : tenant.status === "offboarding" ? "offboarding" : "waiting";
  const reason = tenant.billingState === "suspended" && tenant.status !== "suspended" ? "unpaid" : state;
  const mayPay = hasCapability(tenant.status, tenant.billingState, "billing");
  return (
    <StatusPage title={t(`${reason}.title`)} description={t(`${reason}.description`, { name: tenant.name })}>
      {mayPay && reason === "unpaid" ? (
        <ButtonLink href="/billing" variant="primary">
          {t("billing")}
        </ButtonLink>
      ) : null}
      {state === "offboarding" && accountRole === "owner" ? <Restore tenant={tenant} /> : null}
      {ctx.decide("data:export").allowed ? (
        <ButtonLink href="/settings/exports">{t("export")}</ButtonLink>
      ) : null}
      <ButtonLink href={rootUrl("/workspaces")} external>
        {t("workspaces")}
      </ButtonLink>
    </StatusPage>
  );
}

/** On a name of the workspace's own nobody acts for the account: the button waits at its address here. */
async function Restore({ tenant }: { tenant: { id: string; slug: string } }) {
  if (parseHost((await headers()).get("host")).kind === "unknown") {
    const t = await getTranslations("settings.restore");
    return (
      <ButtonLink href={tenantUrl(tenant.slug, "/unavailable")} variant="primary" external>
        {t("action")}
      </ButtonLink>
    );
  }
  return (
    <Translations namespaces={["settings"]}>
      <RestoreButton tenantId={tenant.id} />
    </Translations>
  );
}

/** The workspace's database does not answer: who is a member cannot be told now, so nothing of it is shown. */
async function Unreachable() {
  const t = await getTranslations("overview.unavailable");
  return (
    <StatusPage title={t("unreachable.title")} description={t("unreachable.description")}>
      <ButtonLink href="/" variant="primary" external>
        {t("unreachable.retry")}
      </ButtonLink>
      <ButtonLink href={rootUrl("/workspaces")} external>
        {t("workspaces")}
      </ButtonLink>
    </StatusPage>
  );
}
