"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { DateTime } from "@/components/ui/display/time";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { SlugHistory } from "@/lib/lifecycle/slugs/schema";
import type { TenantDto } from "@/lib/lifecycle/tenants/schema";

type Props = {
  tenantId: string;
  history: SlugHistory;
  mayRename: boolean;
  /** Address on the root host that hands the session over to a workspace. */
  switchHref: string;
};

/** Another address: typed confirmation, then on there; former addresses and until when they redirect. */
export function RenameCard({ tenantId, history, mayRename, switchHref }: Props) {
  const t = useTranslations("lifecycle.rename");
  const [slug, setSlug] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const stepUp = useStepUp();
  const rename = async () => {
    const tenant = await stepUp.run(() =>
      api.put<TenantDto>(`/tenants/${tenantId}/slug`, { body: { slug } }),
    );
    window.location.assign(`${switchHref}?to=${tenant.slug}`);
  };
  return (
    <Card
      tone="danger"
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span>{t("note")}</span>
          {mayRename ? (
            <Button variant="danger" disabled={slug === ""} onClick={() => setIsOpen(true)}>
              {t("action")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="grid max-w-md gap-4">
        {mayRename ? (
          <Field label={t("slug")} hint={t("slugHint")}>
            <Input
              value={slug}
              onChange={(event) => setSlug(event.target.value.trim().toLowerCase())}
              placeholder={history.slug}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        ) : null}
        {history.former.length > 0 ? (
          <ul aria-label={t("former")} className="grid gap-1 text-sm">
            {history.former.map((entry) => (
              <li key={entry.slug}>
                <code className="break-all font-mono">{entry.slug}</code>{" "}
                <span className="text-fg-muted">
                  {t("redirects")} <DateTime value={entry.redirects_until} />
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("question", { slug })}
        description={t("consequence")}
        confirmLabel={t("action")}
        typeToConfirm={history.slug}
        onConfirm={rename}
      />
      {stepUp.dialog}
    </Card>
  );
}
