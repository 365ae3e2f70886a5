import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { CodeForm } from "@/components/auth/sign-up/code-form";
import { TextLink } from "@/components/auth/text-link";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Picture } from "@/components/ui/display/picture";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { startTotpEnrolment } from "@/lib/auth/mfa/start-totp-enrolment";
import { DomainError } from "@/lib/core/errors";
import { oneParam, type PageQuery } from "@/lib/core/one-param";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.enrol"))("title") };
}

export default async function EnrolmentPage({ searchParams }: { searchParams: PageQuery }) {
  const [query, jar, t] = await Promise.all([searchParams, cookies(), getTranslations("auth.enrol")]);
  const [to, next] = [oneParam(query.to), oneParam(query.next)];
  const token = readFlowCookie(jar.toString(), "challenge");
  const enrolment = token ? await findEnrolment(token) : null;
  if (!enrolment) redirect(withParams("/sign-in", { to, next, notice: "flow_expired" }));
  const footer = await getTranslations("auth.totp");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href={withParams("/sign-in", { to, next })}>{footer("startAgain")}</TextLink>}
    >
      <div className="grid gap-5">
        <Picture
          src={enrolment.qrDataUrl}
          alt={t("qrAlt")}
          width={176}
          height={176}
          className="justify-self-center rounded-lg bg-white"
        />
        <div className="grid gap-1 text-sm">
          <p className="text-fg-muted">{t("secretLabel")}</p>
          <div className="flex items-center justify-between gap-2">
            <code data-testid="totp-secret" className="break-all font-mono text-fg">
              {enrolment.secret}
            </code>
            <CopyButton value={enrolment.secret} label={t("copy")} />
          </div>
        </div>
        <CodeForm
          endpoint="/api/auth-flows/sign-in/totp-enrolment"
          submitLabel={t("submit")}
          extra={{ to, next }}
        />
      </div>
    </AuthPage>
  );
}

async function findEnrolment(token: string) {
  try {
    return await startTotpEnrolment({ token });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
