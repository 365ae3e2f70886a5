import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { PlainButtonLink } from "@/components/ui/actions/plain-button-link";

type Props = { notice: ReactNode; destination: string; again: string };

/** For who is signed in and still has something to be told. */
export function AlreadySignedIn({ notice, destination, again }: Props) {
  const t = useTranslations("auth.signIn");
  return (
    <div className="grid gap-4">
      {notice}
      <PlainButtonLink href={destination} variant="primary" size="lg" block>
        {t("continue")}
      </PlainButtonLink>
      <SignOutButton then={again}>{t("otherAccount")}</SignOutButton>
    </div>
  );
}
