import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PasswordCard } from "@/components/auth/profile/password-card";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { Translations } from "@/components/i18n/translations";
import { StatusPage } from "@/components/layout/site/status-page";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { listAdmins } from "@/lib/access/policies/list-admins";
import { currentRequest, requireContext } from "@/lib/access/require-context";
import { parseHost, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";

/** What a member sees whom the workspace's security policy keeps out: why, and the way back in. */
export default async function AccessRestrictedPage() {
  const request = await currentRequest();
  if (request.kind !== "refused") {
    await requireContext();
    redirect("/");
  }
  const { ctx, denial, applied } = request;
  const t = await getTranslations("security.restricted");
  const admins = (await listAdmins(ctx.tenant.id))
    .slice(0, 3)
    .map((admin) => `${admin.name} (${admin.email})`.trim());
  const signIn = rootUrl(`/sign-in?to=${encodeURIComponent(ctx.tenant.slug)}`);
  const reason = denial.reason === "mfa_required" && applied.hasFactor ? "mfa_again" : denial.reason;
  const values = { name: ctx.tenant.name, address: ctx.ip ?? "?", admins: admins.join(", ") };
  const known = [
    "ip_not_allowed",
    "mfa_required",
    "mfa_again",
    "sso_required",
    "password_change_required",
  ] as const;
  const shown = known.find((item) => item === reason) ?? "ip_not_allowed";
  // Passwords are changed on our own address, never on a workspace's domain.
  const isElsewhere = parseHost((await headers()).get("host")).kind === "unknown";
  const email = ctx.actor.type === "user" ? ctx.actor.email : "";
  return (
    <Translations namespaces={["auth", "profile"]}>
      <StatusPage title={t(`${shown}.title`, values)} description={t(`${shown}.description`, values)}>
        {shown === "ip_not_allowed" ? <p className="text-fg-muted text-sm">{t("ask", values)}</p> : null}
        {shown === "password_change_required" && isElsewhere ? (
          <ButtonLink href={tenantUrl(ctx.tenant.slug, "/access-restricted")} external variant="primary">
            {t("onOurAddress")}
          </ButtonLink>
        ) : null}
        {shown === "password_change_required" && !isElsewhere ? (
          <div className="grid w-full gap-4">
            <PasswordCard email={email} hasPassword minLength={applied.policy.password.min_length} isReload />
          </div>
        ) : null}
        {shown === "mfa_required" || shown === "mfa_again" || shown === "sso_required" ? (
          <SignOutButton then={signIn}>{t("signInAgain")}</SignOutButton>
        ) : null}
        <ButtonLink href={rootUrl("/workspaces")} external>
          {t("workspaces")}
        </ButtonLink>
      </StatusPage>
    </Translations>
  );
}
