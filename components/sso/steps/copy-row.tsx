"use client";
import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/actions/copy-button";

/** One value that the provider asks for, to be copied by itself. */
export function CopyRow({ label, value }: { label: string; value: string }) {
  const t = useTranslations("sso");
  return (
    <div className="grid gap-x-3 px-3 py-1.5 sm:grid-cols-[11rem_minmax(0,1fr)] sm:items-center">
      <dt className="text-fg-subtle">{label}</dt>
      <dd className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1 break-all font-mono text-xs">{value}</span>
        <CopyButton value={value} label={t("copy", { what: label })} />
      </dd>
    </div>
  );
}
