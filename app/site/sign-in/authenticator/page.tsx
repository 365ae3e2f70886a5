import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AuthPage } from "@/components/auth/auth-page";
import { withParams } from "@/components/auth/go-to";
import { EnrolmentForm } from "@/components/auth/second-step/enrolment-form";
import { TextLink } from "@/components/auth/text-link";
import { readFlowCookie } from "@/lib/auth/flow-cookie";
import { startTotpEnrolment } from "@/lib/auth/mfa/totp/start-totp-enrolment";
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
  const footer = await getTranslations("auth.secondStep");
  return (
    <AuthPage
      title={t("title")}
      description={t("description")}
      footer={<TextLink href={withParams("/sign-in", { to, next })}>{footer("startAgain")}</TextLink>}
    >
      <EnrolmentForm secret={enrolment.secret} qrDataUrl={enrolment.qrDataUrl} to={to} next={next} />
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
