"use client";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { AgentIcon } from "@/components/agents/agent-icon";
import { Badge } from "@/components/ui/display/badge";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { Select } from "@/components/ui/forms/select";
import { AGENT_CATEGORIES, type AgentCategory } from "@/lib/agents/catalogue";
import type { CatalogueEntry } from "@/lib/agents/schema";

export type GalleryEntry = Pick<CatalogueEntry, "key" | "name" | "description" | "available"> & {
  category: string;
  /** Name of the smallest plan that has it. */
  planName: string;
};

type Props = {
  catalogue: readonly GalleryEntry[];
  isFull: boolean;
  plansHref: string | undefined;
  onChoose: (entry: GalleryEntry) => void;
};

/** The catalogue as cards. What the plan lacks stays in sight, with the plan that has it. */
export function AgentGallery({ catalogue, isFull, plansHref, onChoose }: Props) {
  const t = useTranslations("agents");
  const [category, setCategory] = useState("");
  const shown = catalogue.filter((entry) => category === "" || entry.category === category);
  return (
    <div className="grid gap-3">
      <Select
        aria-label={t("dialog.category")}
        className="w-auto! max-w-60"
        value={category}
        onChange={(event) => setCategory(event.target.value)}
        placeholder={t("dialog.all")}
        options={AGENT_CATEGORIES.map((value) => ({ value, label: t(`categories.${value}`) }))}
      />
      <ul aria-label={t("dialog.catalogue")} className="grid gap-3 sm:grid-cols-2">
        {shown.map((entry) => (
          <li key={entry.key} className="flex">
            {entry.available ? (
              <button
                type="button"
                disabled={isFull}
                onClick={() => onChoose(entry)}
                className="flex w-full items-start gap-3 rounded-lg border bg-surface p-3 text-left transition-colors hover:border-line-strong hover:bg-hover disabled:cursor-not-allowed disabled:bg-inset"
              >
                <EntryText entry={entry} />
              </button>
            ) : (
              <div className="flex w-full items-start gap-3 rounded-lg border border-dashed bg-inset p-3">
                <EntryText entry={entry} plansHref={plansHref} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function EntryText({ entry, plansHref }: { entry: GalleryEntry; plansHref?: string | undefined }) {
  const t = useTranslations("agents");
  const locale = useLocale();
  return (
    <>
      <AgentIcon catalogueKey={entry.key} />
      <span className="grid min-w-0 flex-1 gap-1">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{entry.name}</span>
          {entry.available ? (
            <Badge>{t(`categories.${entry.category as AgentCategory}`)}</Badge>
          ) : (
            <PlanBadge plan={entry.planName} locked />
          )}
        </span>
        <span className="text-fg-muted text-sm">{entry.description[locale]}</span>
        {entry.available ? null : (
          <span className="text-fg-muted text-sm">
            {t("dialog.locked", { plan: entry.planName })}
            {plansHref ? (
              <>
                {" · "}
                <Link href={plansHref} className="rounded-sm text-accent-text underline">
                  {t("dialog.upgrade")}
                  <span className="sr-only">: {entry.name}</span>
                </Link>
              </>
            ) : null}
          </span>
        )}
      </span>
    </>
  );
}
