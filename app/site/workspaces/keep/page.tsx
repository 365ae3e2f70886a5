import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { Translations } from "@/components/i18n/translations";
import { AppProviders } from "@/components/layout/providers";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { KeepForm } from "@/components/workspaces/keep-form";
import { requireUser } from "@/lib/access/require-context";
import { DomainError } from "@/lib/core/errors";
import { listOwnedTenants } from "@/lib/lifecycle/parking/list-owned-tenants";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("lifecycle.keep"))("title") };
}

export default async function KeepWorkspacesPage() {
  const ctx = await requireUser();
  const [t, owned] = await Promise.all([
    getTranslations("lifecycle.keep"),
    listOwnedTenants(ctx).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === "not_found") return null;
      throw error;
    }),
  ]);
  if (!owned || owned.data.length === 0) notFound();
  return (
    <AuthPage title={t("title")} description={t("description")}>
      <Translations namespaces={["lifecycle"]}>
        <AppProviders>
          <KeepForm initial={owned} />
        </AppProviders>
      </Translations>
      <div className="mt-3">
        <ButtonLink href="/workspaces" variant="ghost" block>
          {t("back")}
        </ButtonLink>
      </div>
    </AuthPage>
  );
}
