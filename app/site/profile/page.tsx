import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfileCards } from "@/components/auth/profile/profile-cards";
import { AppProviders } from "@/components/layout/providers";
import { AuthShell } from "@/components/layout/site/auth-shell";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { requireUser } from "@/lib/access/require-context";
import { getAccount } from "@/lib/auth/profile/get-account";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

/** The own account of whoever is signed in, with or without a workspace. */
export default async function RootProfilePage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requireUser();
  const connected = oneParam((await searchParams).connected);
  const [account, t] = await Promise.all([getAccount(ctx), getTranslations("profile")]);
  return (
    <AuthShell>
      <div className="mx-auto w-full max-w-2xl px-4 py-10">
        <PageHeader
          title={t("title")}
          description={t("description")}
          actions={
            <ButtonLink href="/workspaces" size="sm">
              {t("workspaces")}
            </ButtonLink>
          }
        />
        <AppProviders>
          <ProfileCards account={account} rootProfile={null} connected={connected} />
        </AppProviders>
      </div>
    </AuthShell>
  );
}
