"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { DeliveryLog } from "@/components/integrations/delivery-log";
import { hearsEvents } from "@/components/integrations/fields";
import { IntegrationForm } from "@/components/integrations/integration-form";
import { integrations, removeIntegration } from "@/components/integrations/queries";
import { TestConnection } from "@/components/integrations/test-connection";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { Sheet } from "@/components/ui/overlays/dialog";
import type { IntegrationDto } from "@/lib/notifications/integrations/schema";

type Props = { integration: IntegrationDto; open: boolean; mayManage: boolean; onClose: () => void };

/** Settings of one integration, a test of it, what it was told lately, and its removal. */
export function IntegrationSheet({ integration, open, mayManage, onClose }: Props) {
  const t = useTranslations("integrations");
  const client = useQueryClient();
  const formId = useId();
  const [isBusy, setIsBusy] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { kind, configured, available } = integration;
  const name = t(`kinds.${kind}.name`);
  const mayEdit = mayManage && available;
  return (
    <>
      <Sheet
        open={open && !isRemoving}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={name}
        description={t(`kinds.${kind}.help`)}
        footer={
          <>
            {configured && mayManage ? (
              <Button variant="ghost" onClick={() => setIsRemoving(true)}>
                {t("remove")}
              </Button>
            ) : null}
            {mayEdit ? (
              <Button type="submit" form={formId} variant="primary" loading={isBusy}>
                {configured ? t("save") : t("connect")}
              </Button>
            ) : null}
          </>
        }
      >
        <div className="grid gap-6">
          {available ? null : <Alert tone="warning">{t("notInPlan", { plan: integration.plan })}</Alert>}
          {mayEdit ? (
            <IntegrationForm
              id={formId}
              integration={integration}
              onBusy={setIsBusy}
              onSaved={() => toast.success(t("saved", { name }))}
            />
          ) : null}
          {configured && mayEdit ? <TestConnection integration={integration} /> : null}
          {configured && hearsEvents(kind) ? <DeliveryLog kind={kind} /> : null}
        </div>
      </Sheet>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={t("removeTitle", { name })}
        description={t("removeDescription")}
        confirmLabel={t("remove")}
        onConfirm={async () => {
          await removeIntegration(kind);
          await client.invalidateQueries({ queryKey: integrations.key });
          toast.success(t("removed", { name }));
          onClose();
        }}
      />
    </>
  );
}
