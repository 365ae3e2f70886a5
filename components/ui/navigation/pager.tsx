"use client";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/actions/button";

type Props = { next: string | null; isFirst: boolean; onGo: (cursor: string | null) => void };

/** Next and first page of a list that keeps its place to itself; nothing where all of it is shown. */
export function Pager({ next, isFirst, onGo }: Props) {
  const t = useTranslations("ui.pager");
  if (isFirst && !next) return null;
  return (
    <div className="flex justify-end gap-2">
      {isFirst ? null : <Button onClick={() => onGo(null)}>{t("first")}</Button>}
      {next ? <Button onClick={() => onGo(next)}>{t("more")}</Button> : null}
    </div>
  );
}
