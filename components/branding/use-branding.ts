"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { discardDraft, publish, saveDraft } from "@/components/branding/queries";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { useUnsavedGuard } from "@/components/ui/forms/settings-form-footer";
import { ApiError } from "@/lib/api/client";
import type { BrandingDto } from "@/lib/lifecycle/branding/schema";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

export type BrandingEditor = {
  settings: BrandingSettings;
  change: (part: Partial<BrandingSettings>) => void;
  isDirty: boolean;
  isSaving: boolean;
  /** Somebody else saved first; what was typed is kept. */
  hasConflict: boolean;
  save: () => Promise<void>;
  publishDraft: () => Promise<void>;
  revert: (version: number) => Promise<void>;
  discard: () => Promise<void>;
  reload: () => void;
};

/** The draft as it is being edited: one state for form and preview, saved as a whole. */
export function useBranding(branding: BrandingDto, defaults: BrandingSettings): BrandingEditor {
  const t = useTranslations("branding");
  const router = useRouter();
  const showFailure = useFailureToast();
  const stored = branding.draft?.settings ?? branding.published?.settings ?? defaults;
  const revision = branding.draft?.revision ?? 0;
  const [settings, setSettings] = useState(stored);
  const [isSaving, setIsSaving] = useState(false);
  const [hasConflict, setHasConflict] = useState(false);
  const isDirty = JSON.stringify(settings) !== JSON.stringify(stored);
  useUnsavedGuard(isDirty);

  /** Dialogs show a refusal themselves; a conflict is shown by the page, which has the answer to it. */
  const guarded = async (work: () => Promise<string>) => {
    try {
      toast.success(await work());
      router.refresh();
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== "branding_changed") throw error;
      setHasConflict(true);
    }
  };
  return {
    settings,
    change: (part) => setSettings((current) => ({ ...current, ...part })),
    isDirty,
    isSaving,
    hasConflict,
    save: async () => {
      setIsSaving(true);
      await guarded(async () => {
        await saveDraft(settings, revision);
        return t("bar.saved");
      }).catch(showFailure);
      setIsSaving(false);
    },
    publishDraft: () =>
      guarded(async () => {
        const { version } = await publish({}, revision);
        return t("bar.publishedToast", { version });
      }),
    revert: (version) =>
      guarded(async () => {
        const made = await publish({ revert_to: version }, revision);
        return t("history.reverted", { version: made.version });
      }),
    discard: () =>
      guarded(async () => {
        await discardDraft(revision);
        return t("bar.discarded");
      }),
    reload: () => {
      setHasConflict(false);
      router.refresh();
    },
  };
}
