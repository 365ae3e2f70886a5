"use client";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { ButtonLink } from "@/components/ui/actions/button-link";

const PAUSE_MS = 1_200;

/** Leads into the workspace after a moment; the link is there for who does not want to wait. */
export function EnterWorkspace({ href }: { href: string }) {
  const t = useTranslations("onboarding.done");
  useEffect(() => {
    const timer = setTimeout(() => window.location.assign(href), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [href]);
  return (
    <ButtonLink href={href} variant="primary" size="lg" external>
      {t("open")}
    </ButtonLink>
  );
}
