import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { Translations } from "@/components/i18n/translations";
import { TeamView } from "@/components/teams/team-view";
import { requireContext } from "@/lib/access/require-context";
import { readRoles } from "@/lib/access/roles/read-roles";
import { NotFoundError } from "@/lib/core/errors";
import { getTeam } from "@/lib/teams/get-team";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("teams");
  return { title: t("title") };
}

export default async function TeamPage({ params }: Props) {
  const ctx = await requireContext("teams:read");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [team, roles] = await Promise.all([
    getTeam(ctx, id.data).catch((error: unknown) => {
      if (error instanceof NotFoundError) notFound();
      throw error;
    }),
    ctx.decide("roles:read").allowed ? readRoles(ctx) : [],
  ]);
  return (
    <Translations namespaces={["teams", "members", "roles"]}>
      <TeamView
        first={team}
        roles={roles.map(({ key, name, description, grantable }) => ({ key, name, description, grantable }))}
        seesPeople={ctx.decide("members:read").allowed}
      />
    </Translations>
  );
}
