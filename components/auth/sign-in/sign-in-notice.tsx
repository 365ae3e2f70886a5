import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/feedback/alert";
import { SSO_FAILURES } from "@/lib/auth/sso/schema";

const FINE = ["signed_out", "password_changed", "unlocked", "account_closed"] as const;
const NOTICES = [...FINE, "hand_off_expired", "flow_expired"] as const;
const ERRORS = ["email_unverified", "password_first", "disabled"] as const;

type Props = { notice: string | undefined; error: string | undefined };

/** Why one is on this page. Only known words are shown: the address is anybody's to write. */
export function SignInNotice({ notice, error }: Props) {
  const t = useTranslations("auth");
  if (error !== undefined) {
    const known = ERRORS.find((word) => word === error) ?? "generic";
    const sso = SSO_FAILURES.find((word) => word === error);
    return (
      <Alert tone="danger" role="alert">
        {sso ? t(`sso.errors.${sso}`) : t(`providers.errors.${known}`)}
      </Alert>
    );
  }
  const known = NOTICES.find((word) => word === notice);
  if (!known) return null;
  return (
    <Alert tone={FINE.some((word) => word === known) ? "success" : "warning"} role="status">
      {t(`notices.${known}`)}
    </Alert>
  );
}
