"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { createRole, previewRole, saveRole } from "@/components/roles/queries";
import { bodyOf, draftOf, type PermissionState, type RoleDraft } from "@/components/roles/role-draft";
import { toast } from "@/components/ui/feedback/toast";
import { useErrorText } from "@/components/ui/forms/error-text";
import { type Failure, failureOf } from "@/components/ui/forms/failure-of";
import type { RoleDto, RolePreview } from "@/lib/access/roles/schema";
import { ApiError } from "@/lib/api/client";

/** The draft of a role, what the server says of it, and the two steps of saving: look, then do. */
export function useRoleEditor(role: RoleDto | null, start: RoleDraft) {
  const t = useTranslations("roleEditor");
  const router = useRouter();
  const errorText = useErrorText();
  const stepUp = useStepUp();
  const [draft, setDraft] = useState(start);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setIsBusy] = useState(false);
  const [preview, setPreview] = useState<RolePreview>();

  const review = async () => {
    if (isBusy) return;
    setIsBusy(true);
    setErrors({});
    setFailure(undefined);
    try {
      if (role) setPreview(await previewRole(role.id, { change: bodyOf(draft) }));
      else await create();
    } catch (error) {
      const fields = error instanceof ApiError ? error.errors : [];
      setErrors(Object.fromEntries(fields.map((item) => [item.path, errorText.ofField(item)])));
      if (fields.length === 0) setFailure(failureOf(error, errorText));
    } finally {
      setIsBusy(false);
    }
  };
  const create = async () => {
    const made = await stepUp.run(() => createRole(bodyOf(draft)));
    toast.success(t("created", { name: made.name }));
    router.push("/members/roles");
    router.refresh();
  };
  const confirm = async () => {
    if (!role) return;
    const saved = await stepUp.run(() => saveRole(role.id, bodyOf(draft), role.revision));
    toast.success(t("saved", { name: saved.name }));
    setDraft(draftOf(saved));
    router.refresh();
  };
  const isDirty = JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(role ? draftOf(role) : start));
  return {
    draft,
    errors,
    failure,
    isBusy,
    isDirty,
    preview,
    stepUp: stepUp.dialog,
    closePreview: () => setPreview(undefined),
    review,
    confirm,
    discard: () => setDraft(role ? draftOf(role) : start),
    rename: (change: Partial<Pick<RoleDraft, "name" | "description">>) => setDraft({ ...draft, ...change }),
    setStates: (changes: Record<string, PermissionState>) =>
      setDraft({ ...draft, states: { ...draft.states, ...changes } }),
  };
}
