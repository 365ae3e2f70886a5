import { useTranslations } from "next-intl";
import { PlainButtonLink } from "@/components/ui/actions/plain-button-link";
import { Badge } from "@/components/ui/display/badge";
import type { ProviderId } from "@/lib/auth/providers/provider-ids";

type Props = {
  providers: readonly ProviderId[];
  demo: readonly ProviderId[];
  /** The root host's sign-in page, which goes on to the provider. */
  onward: string;
};

/** The identity providers on a workspace's own page: the root host alone speaks with them. */
export function ProviderLinks({ providers, demo, onward }: Props) {
  const t = useTranslations("auth.providers");
  if (providers.length === 0) return null;
  return (
    <div className="mt-4 grid gap-2">
      <p className="flex items-center gap-3 py-2 text-fg-subtle text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
      {providers.map((provider) => (
        <PlainButtonLink key={provider} href={`${onward}&with=${provider}`} size="lg" block>
          {t("continue", { provider: t(`names.${provider}`) })}
          {demo.includes(provider) ? <Badge>{t("demo")}</Badge> : null}
        </PlainButtonLink>
      ))}
    </div>
  );
}
