"use client";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import type { InviteResult } from "@/lib/access/invitations/schema";

const TONES = {
  invited: "success",
  already_member: "neutral",
  already_invited: "neutral",
  domain_not_allowed: "danger",
  invalid: "danger",
} as const;

/** What became of each address. */
export function InviteResultList({ results }: { results: readonly InviteResult[] }) {
  const t = useTranslations("onboarding.invite");
  const sent = results.filter((row) => row.result === "invited").length;
  return (
    <section aria-live="polite">
      <h2 className="font-semibold text-base">{t("resultsTitle", { count: sent })}</h2>
      <ul className="mt-3 divide-y rounded-lg border">
        {results.map((row) => (
          <li key={row.email} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
            <span className="min-w-0 break-all">{row.email}</span>
            <Badge tone={TONES[row.result]}>{t(`results.${row.result}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
