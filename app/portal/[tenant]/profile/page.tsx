import type { Metadata } from "next";
import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ProfileCards } from "@/components/auth/profile/profile-cards";
import { WorkspaceProfile } from "@/components/auth/profile/workspace-profile";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requirePerson } from "@/lib/access/require-person";
import { getAccount } from "@/lib/auth/profile/get-account";
import { getMe } from "@/lib/auth/profile/get-me";
import { parseHost, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

type Props = { params: Promise<{ tenant: string }> };

export default async function ProfilePage({ params }: Props) {
  const ctx = await requirePerson();
  if (ctx.actor.ssoConnectionId !== undefined) {
    return <WorkspaceProfile me={await getMe(ctx)} wholeAt={null} />;
  }
  if (parseHost((await headers()).get("host")).kind === "unknown") {
    const wholeAt = tenantUrl((await params).tenant, "/profile");
    return <WorkspaceProfile me={await getMe(ctx)} wholeAt={wholeAt} />;
  }
  const [account, t] = await Promise.all([getAccount(ctx), getTranslations("profile")]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ProfileCards account={account} rootProfile={rootUrl("/profile")} />
    </>
  );
}
