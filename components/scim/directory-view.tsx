"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { DirectoryHeader } from "@/components/scim/directory-header";
import { turnDirectory } from "@/components/scim/queries";
import { TokensCard } from "@/components/scim/tokens-card";
import { CopyRow } from "@/components/sso/steps/copy-row";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { RelativeTime } from "@/components/ui/display/time";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ScimDirectoryDto } from "@/lib/access/scim/schema";

type Props = {
  directory: ScimDirectoryDto;
  /** The connection is on, so that its directory may be. */
  isReady: boolean;
  mayManage: boolean;
};

/** Directory sync of one connection: on or off, what the provider has to be told, and how it goes. */
export function DirectoryView({ directory, isReady, mayManage }: Props) {
  const t = useTranslations("scim");
  return (
    <>
      <DirectoryHeader directory={directory} />
      <div className="grid gap-6">
        <SwitchCard directory={directory} isReady={isReady} mayManage={mayManage} />
        {directory.enabled ? (
          <>
            <Card title={t("address.title")} description={t("address.description")} padding="flush">
              <dl className="divide-y py-1 text-sm">
                <CopyRow label={t("address.label")} value={directory.base_url} />
              </dl>
            </Card>
            <TokensCard directory={directory} mayManage={mayManage} />
          </>
        ) : null}
        <StatusCard directory={directory} />
      </div>
    </>
  );
}

function SwitchCard({ directory, isReady, mayManage }: Props) {
  const t = useTranslations("scim.switch");
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [isAsking, setIsAsking] = useState(false);
  const { enabled, connection_id: id, connection_name: name } = directory;
  const turn = async (next: boolean) => {
    await stepUp.run(() => turnDirectory(id, next));
    toast.success(t(next ? "enabled" : "disabled"));
    router.refresh();
  };
  return (
    <Card
      title={t("title")}
      description={t(enabled ? "descriptionOn" : "description")}
      footer={
        mayManage ? (
          <>
            <span />
            {enabled ? (
              <Button onClick={() => setIsAsking(true)}>{t("disable")}</Button>
            ) : (
              <Button
                variant="primary"
                disabled={!isReady}
                onClick={() => void turn(true).catch(showFailure)}
              >
                {t("enable")}
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      {isReady ? null : (
        <Alert tone={enabled ? "warning" : "info"}>{t(enabled ? "connectionOff" : "notReady")}</Alert>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("ask", { name })}
        description={t("askDescription")}
        confirmLabel={t("disable")}
        onConfirm={() => turn(false)}
      />
      {stepUp.dialog}
    </Card>
  );
}

function StatusCard({ directory }: { directory: ScimDirectoryDto }) {
  const t = useTranslations("scim.status");
  const { counts, last_call_at: lastCallAt } = directory;
  return (
    <Card title={t("title")}>
      <DescriptionList
        items={[
          {
            key: "last",
            term: t("last"),
            value: lastCallAt ? <RelativeTime value={lastCallAt} /> : t("never"),
          },
          {
            key: "users",
            term: t("users"),
            value: t("usersValue", { count: counts.users, active: counts.active_users }),
          },
          {
            key: "groups",
            term: t("groups"),
            value: t("groupsValue", { count: counts.groups, mapped: counts.mapped_groups }),
          },
          { key: "refused", term: t("refused"), value: String(counts.refused_calls) },
        ]}
      />
    </Card>
  );
}
