import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import * as z from "zod";
import { Translations } from "@/components/i18n/translations";
import { ConnectionView } from "@/components/sso/connection-view";
import { requireContext } from "@/lib/access/require-context";
import { listRoles } from "@/lib/access/roles/list-roles";
import { roleName } from "@/lib/access/roles/role-name";
import { getConnection } from "@/lib/access/single-sign-on/connections/get-connection";
import { NotFoundError } from "@/lib/core/errors";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata() {
  const t = await getTranslations("sso");
  return { title: t("title") };
}

export default async function ConnectionPage({ params }: Props) {
  const ctx = await requireContext("sso:read");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const [connection, roles, locale] = await Promise.all([
    getConnection(ctx, id.data).catch((error: unknown) => {
      if (error instanceof NotFoundError) notFound();
      throw error;
    }),
    ctx.decide("roles:read").allowed ? listRoles(ctx) : [],
    getLocale(),
  ]);
  const names = roles.map((role) => ({
    key: role.key,
    name: roleName(role, locale === "nl" ? "nl" : "en"),
  }));
  return (
    <Translations namespaces={["sso", "auth", "domains"]}>
      <ConnectionView
        key={connection.id}
        connection={connection}
        roles={names}
        mayManage={ctx.decide("sso:manage").allowed}
      />
    </Translations>
  );
}
