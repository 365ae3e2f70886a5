"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { Button } from "@/components/ui/actions/button";

type Props = {
  isDirty: boolean;
  isSubmitting: boolean;
  onDiscard: () => void;
  /** Text of the save button. */
  saveLabel: string;
  /** Shown while nothing has changed, for example who may change this. */
  note?: ReactNode;
};

/** For a settings card's `footer`: "unsaved changes", discard and the one save; also guards against leaving. */
export function SettingsFormFooter({ isDirty, isSubmitting, onDiscard, saveLabel, note }: Props) {
  const t = useTranslations("ui.unsaved");
  useUnsavedGuard(isDirty && !isSubmitting);
  return (
    <>
      <span role="status">{isDirty ? t("message") : note}</span>
      <span className="flex gap-2">
        {isDirty && !isSubmitting ? (
          <Button variant="ghost" onClick={onDiscard}>
            {t("discard")}
          </Button>
        ) : null}
        <Button type="submit" variant="primary" loading={isSubmitting} disabled={!isDirty}>
          {saveLabel}
        </Button>
      </span>
    </>
  );
}

/** While `isDirty`, the browser asks before a reload or a closed tab throws typed values away. */
export function useUnsavedGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isDirty]);
}
