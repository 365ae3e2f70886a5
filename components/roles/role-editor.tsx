"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { PermissionTree } from "@/components/roles/permission-tree";
import { RoleDiff } from "@/components/roles/role-diff";
import { type CatalogueEntry, draftOf, keysIn } from "@/components/roles/role-draft";
import { useRoleEditor } from "@/components/roles/use-role-editor";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { Textarea } from "@/components/ui/forms/textarea";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { RoleDto } from "@/lib/access/roles/schema";

type Props = {
  /** The role on screen; none for a new one. */
  role?: RoleDto;
  /** What a new role starts with: a copy of another. */
  source?: Pick<RoleDto, "name" | "description" | "permissions" | "denied"> | null;
  catalogue: readonly CatalogueEntry[];
  /** Why it cannot be changed; undefined when it can. */
  readOnly?: "builtIn" | "rank" | "permission" | "plan" | "off" | undefined;
};

/** One role: its words, its permissions, and what saving would do to whom. */
export function RoleEditor({ role, source = null, catalogue, readOnly }: Props) {
  const t = useTranslations("roleEditor");
  const [start] = useState(() => draftOf(role ?? source));
  const editor = useRoleEditor(role ?? null, start);
  const { draft, errors } = editor;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void editor.review();
  };
  const isLocked = readOnly !== undefined;
  return (
    <>
      <form onSubmit={submit} noValidate className="grid gap-6">
        {readOnly ? <Alert tone="info">{t(`readOnly.${readOnly}`)}</Alert> : null}
        <Card title={t("details")}>
          <fieldset disabled={isLocked} className="grid gap-4 sm:grid-cols-2">
            <legend className="sr-only">{t("details")}</legend>
            <Field label={t("name")} hint={t("nameHint")} error={errors.name} required>
              <Input
                value={draft.name}
                maxLength={60}
                onChange={(event) => editor.rename({ name: event.target.value })}
              />
            </Field>
            <Field
              label={t("about")}
              optionalLabel={t("optional")}
              hint={t("aboutHint")}
              error={errors.description}
            >
              <Textarea
                value={draft.description}
                maxLength={300}
                rows={1}
                onChange={(event) => editor.rename({ description: event.target.value })}
              />
            </Field>
          </fieldset>
        </Card>
        <Card title={t("permissions")} description={t("permissionsHint")}>
          <PermissionTree
            catalogue={catalogue}
            draft={draft}
            onChange={editor.setStates}
            readOnly={isLocked}
            error={errors.permissions ?? errors.denied}
          />
        </Card>
        <Footer role={role ?? null} editor={editor} catalogue={catalogue} isLocked={isLocked} />
        <ConfirmDialog
          open={editor.preview !== undefined}
          onOpenChange={(open) => !open && editor.closePreview()}
          title={t("diff.title")}
          description={t("diff.description")}
          confirmLabel={t("diff.save")}
          tone="primary"
          onConfirm={editor.confirm}
        >
          {editor.preview ? <RoleDiff preview={editor.preview} /> : null}
        </ConfirmDialog>
      </form>
      {editor.stepUp}
    </>
  );
}

type FooterProps = {
  role: RoleDto | null;
  editor: ReturnType<typeof useRoleEditor>;
  catalogue: readonly CatalogueEntry[];
  isLocked: boolean;
};

/** What the role adds up to, always in sight, with the one button that saves. */
function Footer({ role, editor, catalogue, isLocked }: FooterProps) {
  const t = useTranslations("roleEditor");
  const allowed = keysIn(editor.draft, "allow");
  const isHigh = (key: string) => catalogue.find((entry) => entry.key === key)?.risk === "high";
  return (
    <section
      aria-label={t("summary")}
      className="sticky bottom-4 z-10 grid gap-3 rounded-lg border bg-raised px-5 py-3 shadow-sm"
    >
      <FormError failure={editor.failure} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-fg-muted text-sm" aria-live="polite">
          {[
            t("summaryAllowed", { count: allowed.length }),
            t("summaryHigh", { count: allowed.filter(isHigh).length }),
            t("summaryDenied", { count: keysIn(editor.draft, "deny").length }),
            ...(role ? [t("holders", { count: role.member_count })] : []),
          ].join(" · ")}
        </p>
        {isLocked ? null : (
          <span className="flex flex-wrap gap-2">
            {editor.isDirty && role ? <Button onClick={editor.discard}>{t("discard")}</Button> : null}
            <Button
              type="submit"
              variant="primary"
              loading={editor.isBusy}
              disabled={role !== null && !editor.isDirty}
            >
              {role ? t("save") : t("create")}
            </Button>
          </span>
        )}
      </div>
    </section>
  );
}
