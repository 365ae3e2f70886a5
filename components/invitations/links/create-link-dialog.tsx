"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { createLink, linkList } from "@/components/invitations/links/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { MAX_LINK_DAYS, MAX_LINK_USES } from "@/lib/access/invitations/links/schema";

type Props = { open: boolean; onClose: () => void; roles: readonly RoleChoice[] };

const HIGHER = new Set(["tenant_admin", "agent_manager"]);

/** Makes a link and shows its address, this once. */
export function CreateLinkDialog({ open, onClose, roles }: Props) {
  const t = useTranslations("invitations.links.form");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const stepUp = useStepUp();
  const [url, setUrl] = useState<string>();
  const offered = roles.filter(({ key }) => !HIGHER.has(key));
  const close = () => {
    setUrl(undefined);
    onClose();
  };
  const form = useNativeForm({
    submit: ({ role = "", domains = "", max_uses: maxUses = "", days = "" }) =>
      stepUp.run(() =>
        createLink({
          role,
          domains: domains.split(/[\s,;]+/).filter(Boolean),
          max_uses: Number(maxUses),
          days: Number(days),
        }),
      ),
    onSuccess: async ({ url: made }) => {
      setUrl(made);
      await client.invalidateQueries({ queryKey: linkList.key });
    },
  });
  if (url) {
    return (
      <Dialog
        kind="alert"
        open={open}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={t("made")}
        description={t("madeHint")}
        footer={
          <Button variant="primary" onClick={close}>
            {t("done")}
          </Button>
        }
      >
        <div className="flex min-w-0 flex-wrap items-center gap-2 rounded-lg border bg-inset p-2">
          <code data-testid="new-link" className="min-w-0 flex-1 break-all font-mono text-xs">
            {url}
          </code>
          <CopyButton value={url} label={t("copy")} withText />
        </div>
      </Dialog>
    );
  }
  return (
    <>
      <FormDialog
        open={open}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={t("title")}
        description={t("description")}
        form={form}
        confirmLabel={t("submit")}
      >
        <Field
          label={t("domains")}
          hint={t("domainsHint")}
          error={form.errorOf("domains") ?? form.errorOf("domains.0")}
        >
          <Input name="domains" placeholder="example.com" autoCapitalize="none" required />
        </Field>
        <Field label={t("role")} hint={t("roleHint")} error={form.errorOf("role")}>
          <Select
            name="role"
            defaultValue={offered.at(-1)?.key}
            options={offered.map((role) => ({ value: role.key, label: roleName(role.key) }))}
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("maxUses")} error={form.errorOf("max_uses")}>
            <Input name="max_uses" type="number" min={1} max={MAX_LINK_USES} defaultValue={10} required />
          </Field>
          <Field label={t("days")} error={form.errorOf("days")}>
            <Input name="days" type="number" min={1} max={MAX_LINK_DAYS} defaultValue={7} required />
          </Field>
        </div>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
