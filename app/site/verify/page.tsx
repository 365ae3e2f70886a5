import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { ChangeAddress } from "@/components/auth/sign-up/change-address";
import { CodeForm } from "@/components/auth/sign-up/code-form";
import { ResendCode } from "@/components/auth/sign-up/resend-code";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { findSignUp } from "@/lib/auth/sign-up/find-sign-up";
import { oneParam, type PageQuery } from "@/lib/core/one-param";
import { env } from "@/lib/infra/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.verify"))("title") };
}

export default async function VerifyPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, jar, t] = await Promise.all([searchParams, cookies(), getTranslations("auth.verify")]);
  const next = oneParam(query.next);
  const token = readFlowCookie(jar.toString(), "signUp");
  const signUp = token ? await findSignUp(token) : null;
  if (!signUp) redirect(withParams("/sign-up", { next, notice: "flow_expired" }));
  const mailbox = env().MAILBOX_URL;
  return (
    <AuthPage title={t("title")} description={t("description", { email: signUp.email })}>
      <div className="grid gap-5">
        <CodeForm endpoint="/api/auth-flows/sign-up/code" submitLabel={t("submit")} extra={{ next }} />
        <div className="grid gap-2">
          <ResendCode
            key={signUp.email}
            waitSeconds={signUp.resendAfterSeconds}
            sendsLeft={signUp.sendsLeft}
          />
          <ChangeAddress />
        </div>
        <p className="text-fg-subtle text-sm">
          {mailbox ? (
            <a href={mailbox} target="_blank" rel="noreferrer" className="text-accent-text underline">
              {t("mailbox")}
            </a>
          ) : (
            t("spam")
          )}
        </p>
      </div>
    </AuthPage>
  );
}
