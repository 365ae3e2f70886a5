"use client";
import { Download, Stamp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { PassportDialog } from "@/components/data/passport-dialog";
import { Button } from "@/components/ui/actions/button";
import { buttonVariants } from "@/components/ui/actions/button-variants";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { formatBytes, formatDate, formatNumber } from "@/lib/core/format";
import type { PassportDto } from "@/lib/lifecycle/passport/exports/schema";

const POLL_MS = 2_000;
const TONES = {
  pending: "info",
  running: "info",
  ready: "success",
  failed: "danger",
  expired: "neutral",
} as const;

/** The workspace's passports, with how far a running one is, and the way to start another. */
export function PassportsCard({ passports }: { passports: readonly PassportDto[] }) {
  const t = useTranslations("data.passports");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const isBusy = passports.some(({ state }) => state === "pending" || state === "running");
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => router.refresh(), POLL_MS);
    return () => clearInterval(timer);
  }, [isBusy, router]);
  return (
    <Card
      padding="flush"
      title={t("title")}
      description={t("description")}
      action={
        <Button variant="primary" disabled={isBusy} onClick={() => setIsOpen(true)}>
          {t("create")}
        </Button>
      }
    >
      {passports.length === 0 ? (
        <EmptyState
          variant="plain"
          icon={Stamp}
          headingLevel={3}
          title={t("empty")}
          description={t("emptyHint")}
        />
      ) : (
        <ul aria-label={t("title")} className="divide-y">
          {passports.map((passport) => (
            <PassportRow key={passport.id} passport={passport} />
          ))}
        </ul>
      )}
      <PassportDialog open={isOpen} onOpenChange={setIsOpen} />
    </Card>
  );
}

function PassportRow({ passport }: { passport: PassportDto }) {
  const t = useTranslations("data.passports");
  const locale = useLocale();
  const { state, rows } = passport;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 py-4">
      <div className="grid min-w-0 gap-1">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <StatusDot tone={TONES[state]} pulse={state === "running"}>
            {t(`states.${state}`)}
          </StatusDot>
          <span className="text-fg-muted text-sm">
            {t("by", { name: passport.requested_by })} <RelativeTime value={passport.created_at} />
          </span>
        </p>
        <p className="text-fg-muted text-sm">
          {t("rows", { rows: formatNumber(rows, locale) })}
          {state === "ready" ? ` · ${formatBytes(passport.size_bytes, locale)}` : ""}
          {state === "ready"
            ? ` · ${t("until", { date: formatDate(passport.expires_at, locale, "dateTime") })}`
            : ""}
        </p>
        {passport.root_hash ? (
          <p className="text-fg-subtle text-xs">
            {t("root")} <code className="break-all">{passport.root_hash}</code>
          </p>
        ) : null}
      </div>
      {state === "ready" ? (
        <a className={buttonVariants({})} href={`/api/v1/passports/${passport.id}/download`} download>
          <Download aria-hidden="true" className="size-4" />
          {t("download")}
        </a>
      ) : null}
    </li>
  );
}
