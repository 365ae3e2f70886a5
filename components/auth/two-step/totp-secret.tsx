import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Picture } from "@/components/ui/display/picture";

/** What an authenticator app needs: as a picture, and as text for who cannot scan it. */
export function TotpSecret({ secret, qrDataUrl }: { secret: string; qrDataUrl: string }) {
  const t = useTranslations("auth.enrol");
  return (
    <>
      <Picture
        src={qrDataUrl}
        alt={t("qrAlt")}
        width={176}
        height={176}
        className="justify-self-center rounded-lg bg-white"
      />
      <div className="grid gap-1 text-sm">
        <p className="text-fg-muted">{t("secretLabel")}</p>
        <div className="flex items-center justify-between gap-2">
          <code data-testid="totp-secret" className="min-w-0 break-all font-mono text-fg">
            {secret}
          </code>
          <CopyButton value={secret} label={t("copy")} />
        </div>
      </div>
    </>
  );
}
