import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { JoinRequestsCard } from "@/components/join-requests/join-requests-card";
import { MembersHeader } from "@/components/members/members-header";
import { RequestsTable } from "@/components/receipts/requests-table";
import { getJoinSetting } from "@/lib/access/join-requests/get-join-setting";
import { listMembershipRequests } from "@/lib/access/join-requests/list-membership-requests";
import { listAccessRequests } from "@/lib/access/receipts/requests/list-access-requests";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import type { TenantContext } from "@/lib/core/context";
import { loadHeader } from "../load-header";

export async function generateMetadata() {
  const t = await getTranslations("members");
  return { title: t("tabs.requests") };
}

export default async function RequestsPage() {
  const ctx = await requireContext("members:update");
  const [roles, header, first, joining] = await Promise.all([
    listRoles(ctx),
    loadHeader(ctx),
    listAccessRequests(ctx, {}),
    loadJoining(ctx),
  ]);
  return (
    <>
      <MembersHeader roles={roles} {...header} />
      <Translations namespaces={["receipts", "roles", "members", "joinRequests"]}>
        {joining ? (
          <JoinRequestsCard
            {...joining}
            maySet={ctx.decide("security:update").allowed}
            roles={roles.filter((role) => role.grantable)}
          />
        ) : null}
        <RequestsTable first={first} roles={roles} />
      </Translations>
    </>
  );
}

/** For those who may let people in. */
async function loadJoining(ctx: TenantContext) {
  if (!ctx.decide("members:invite").allowed) return null;
  const [first, setting] = await Promise.all([
    listMembershipRequests(ctx, { status: "pending" }),
    getJoinSetting(ctx),
  ]);
  return { first, setting };
}
