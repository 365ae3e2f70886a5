import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { FactorResetRequests } from "@/components/members/factor-reset-requests";
import { MembersHeader } from "@/components/members/members-header";
import { MembersTable } from "@/components/members/members-table";
import { actorPerson } from "@/lib/access/actor-person";
import { listFactorResets } from "@/lib/access/members/factor-resets/list-factor-resets";
import { listMembers } from "@/lib/access/members/list-members";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { rootUrl } from "@/lib/tenancy/hosts";
import { loadHeader } from "./load-header";

export async function generateMetadata() {
  const t = await getTranslations("members");
  return { title: t("title") };
}

export default async function MembersPage() {
  const ctx = await requireContext("members:read");
  const mayReset = ctx.decide("members:reset_mfa").allowed;
  const [roles, header, first, requests] = await Promise.all([
    listRoles(ctx),
    loadHeader(ctx),
    listMembers(ctx, {}),
    mayReset ? listFactorResets(ctx) : [],
  ]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <Translations namespaces={["members", "roles"]}>
        <FactorResetRequests requests={requests} />
        <MembersTable
          first={first}
          roles={roles}
          viewerId={actorPerson(ctx.actor) ?? ""}
          showsSignIn={first.data.some((member) => member.two_step !== undefined)}
          workspace={ctx.tenant.name}
          homeHref={rootUrl("/workspaces")}
        />
      </Translations>
    </>
  );
}
