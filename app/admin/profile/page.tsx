import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileCards } from "@/components/auth/profile/profile-cards";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireStaff } from "@/lib/access/require-context";
import { getAccount } from "@/lib/auth/profile/get-account";
import { rootUrl } from "@/lib/tenancy/hosts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

/** For staff who are members of no workspace, and so have no portal to change their own account in. */
export default async function StaffProfilePage() {
  const ctx = await requireStaff();
  const [account, t] = await Promise.all([getAccount(ctx), getTranslations("profile")]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <ProfileCards account={account} rootProfile={rootUrl("/profile")} />
    </>
  );
}
