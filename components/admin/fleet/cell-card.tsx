"use client";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { FleetCellDto } from "@/lib/back-office/fleet/schema";
import { formatNumber } from "@/lib/core/format";

/** One database: what it is for, whether it answers, and how far its migrations and workspaces are. */
export function CellCard({ cell, onEdit }: { cell: FleetCellDto; onEdit: () => void }) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Card
      title={t("cell", { name: cell.name })}
      description={
        cell.dedicated
          ? t("dedicated")
          : cell.accepts_new
            ? t("accepting", { placed: number(cell.placed), max: number(cell.max_tenants) })
            : t("closed", { placed: number(cell.placed) })
      }
      action={
        <Button size="sm" onClick={onEdit} aria-label={t("edit.title", { name: cell.name })}>
          {t("edit.button")}
        </Button>
      }
    >
      <div className="grid gap-4 text-sm">
        <div className="flex flex-wrap items-center gap-2">
          <StatusDot tone={cell.reachable ? "success" : "danger"}>
            {t(cell.reachable ? "reachable" : cell.configured ? "unreachable" : "notConfigured")}
          </StatusDot>
          {cell.plans.map((plan) => (
            <Badge key={plan}>{plan}</Badge>
          ))}
        </div>
        {cell.reachable ? <Progress cell={cell} /> : <p className="text-fg-muted">{t("unreachableHint")}</p>}
      </div>
    </Card>
  );
}

function Progress({ cell }: { cell: FleetCellDto }) {
  const t = useTranslations("fleet");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const { total, current, behind, failed } = cell.tenants;
  return (
    <>
      <div className="grid gap-1.5">
        <div className="flex flex-wrap justify-between gap-x-3">
          <span className="text-fg-muted">{t("workspaces", { version: cell.version })}</span>
          <span className="tabular">{t("ofTotal", { count: number(current), total: number(total) })}</span>
        </div>
        <progress
          aria-label={t("workspaces", { version: cell.version })}
          value={total === 0 ? 1 : current}
          max={total === 0 ? 1 : total}
          className="h-1.5 w-full overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
        {behind > 0 || failed > 0 ? (
          <p className="text-fg-muted text-xs">
            {t("behind", { behind: number(behind), failed: number(failed) })}
          </p>
        ) : null}
      </div>
      <dl className="grid gap-1.5">
        {cell.placements.map(({ placement, applied, total: files, version }) => (
          <Fact key={placement} name={t(`placements.${placement}`)}>
            {t("files", { applied: number(applied), total: number(files) })}{" "}
            <code className="break-all font-mono text-2xs text-fg-subtle">{version ?? ""}</code>
          </Fact>
        ))}
        {cell.rings.map(({ ring, pending, running, done, failed: broken }) => (
          <Fact key={ring} name={t(`rings.${ring}`)}>
            {t("ring", {
              done: number(done),
              pending: number(pending + running),
              failed: number(broken),
            })}
          </Fact>
        ))}
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-4">
      <dt className="text-fg-muted">{name}</dt>
      <dd className="tabular min-w-0">{children}</dd>
    </div>
  );
}
