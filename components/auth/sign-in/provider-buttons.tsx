"use client";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { providerAddress } from "@/components/auth/identities/provider-address";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { FormError } from "@/components/ui/forms/form-error";
import type { ProviderId } from "@/lib/auth/providers/provider-ids";

type Props = {
  providers: readonly ProviderId[];
  /** Stand-ins on this machine, named so. */
  demo: readonly ProviderId[];
  lastUsed: string | undefined;
  to: string | undefined;
  next: string | undefined;
  /** Which side of the buttons the form is on. */
  form?: "above" | "below";
  /** Chosen already on a workspace's own page: goes there at once. */
  chosen?: ProviderId | undefined;
};

/** The configured identity providers. Renders nothing when there are none. */
export function ProviderButtons({ providers, demo, lastUsed, to, next, form = "below", chosen }: Props) {
  const t = useTranslations("auth.providers");
  const [busy, setBusy] = useState<ProviderId>();
  const [failure, setFailure] = useState<{ message: string }>();
  const start = async (provider: ProviderId) => {
    setBusy(provider);
    setFailure(undefined);
    try {
      const query = new URLSearchParams({ ...(to && { to }), ...(next && { next }) });
      await goTo(await providerAddress(provider, query.size > 0 ? `/sign-in?${query}` : "/sign-in"));
    } catch {
      setFailure({ message: t("failed", { provider: t(`names.${provider}`) }) });
      setBusy(undefined);
    }
  };
  const hasBegun = useRef(false);
  useEffect(() => {
    if (!chosen || hasBegun.current) return;
    hasBegun.current = true;
    // Coming back from the provider must show this page, not leave it again.
    const url = new URL(window.location.href);
    url.searchParams.delete("with");
    window.history.replaceState(window.history.state, "", url);
    void start(chosen);
  });
  if (providers.length === 0) return null;
  return (
    <div className="grid gap-2">
      {form === "above" ? <OrDivider /> : null}
      {providers.map((provider) => (
        <Button
          key={provider}
          size="lg"
          block
          loading={busy === provider}
          onClick={() => void start(provider)}
        >
          {t("continue", { provider: t(`names.${provider}`) })}
          {demo.includes(provider) ? <Badge>{t("demo")}</Badge> : null}
          {lastUsed === provider ? <Badge tone="accent">{t("lastUsed")}</Badge> : null}
        </Button>
      ))}
      <FormError failure={failure} />
      {form === "below" ? <OrDivider /> : null}
    </div>
  );
}

function OrDivider() {
  const t = useTranslations("auth.providers");
  return (
    <p className="flex items-center gap-3 py-2 text-fg-subtle text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {t("or")}
    </p>
  );
}
