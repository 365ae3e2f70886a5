"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { TenantDto } from "@/lib/lifecycle/tenants/schema";

/** Deletes the workspace: typed confirmation, 14 days to change one's mind. */
export function DangerZone({ tenant }: { tenant: TenantDto }) {
  const t = useTranslations("settings.danger");
  const stepUp = useStepUp();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card
      tone="danger"
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span>{t("note")}</span>
          <Button variant="danger" onClick={() => setIsOpen(true)}>
            {t("delete")}
          </Button>
        </>
      }
    >
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("question", { name: tenant.name })}
        description={t("consequence")}
        confirmLabel={t("delete")}
        typeToConfirm={tenant.slug}
        onConfirm={async () => {
          await stepUp.run(() => api.delete(`/api/v1/tenants/${tenant.id}`));
          window.location.assign("/unavailable");
        }}
      />
      {stepUp.dialog}
    </Card>
  );
}
