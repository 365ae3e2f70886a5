import { getTranslations } from "next-intl/server";
import { Translations } from "@/components/i18n/translations";
import { TeamsView } from "@/components/teams/teams-view";
import { requireContext } from "@/lib/access/require-context";
import { readRoles } from "@/lib/access/roles/read-roles";
import { listTeams } from "@/lib/teams/list-teams";

export async function generateMetadata() {
  const t = await getTranslations("teams");
  return { title: t("title") };
}

export default async function TeamsPage() {
  const ctx = await requireContext("teams:read");
  const [first, roles] = await Promise.all([
    listTeams(ctx, { limit: 100 }),
    ctx.decide("roles:read").allowed ? readRoles(ctx) : [],
  ]);
  return (
    <Translations namespaces={["teams", "roles"]}>
      <TeamsView
        first={first}
        roles={roles.map(({ key, name, description, grantable }) => ({ key, name, description, grantable }))}
      />
    </Translations>
  );
}
