import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SignOutButton } from "@/components/auth/sign-out-button";
import { ButtonLink } from "@/components/ui/actions/button-link";

type Props = { notice: ReactNode; destination: string; again: string };

/** For who is signed in and still has something to be told. */
export function AlreadySignedIn({ notice, destination, again }: Props) {
  const t = useTranslations("auth.signIn");
  return (
    <div className="grid gap-4">
      {notice}
      <ButtonLink href={destination} external variant="primary" size="lg" block>
        {t("continue")}
      </ButtonLink>
      <SignOutButton then={again}>{t("otherAccount")}</SignOutButton>
    </div>
  );
}
