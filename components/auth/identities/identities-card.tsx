"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Building2, Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { ConnectButton } from "@/components/auth/identities/connect-button";
import { myIdentities, myIdentitiesKey } from "@/components/auth/profile/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { OwnIdentities } from "@/lib/auth/identities/schema";
import { formatDate } from "@/lib/core/format";

type Item = OwnIdentities["data"][number];
type Props = {
  initial: OwnIdentities;
  /** The root host's profile, where providers are connected; null when this is it. */
  elsewhere: string | null;
  /** What came of connecting one, back from the provider. */
  outcome?: string | undefined;
};

/** The other accounts that sign this person in. */
export function IdentitiesCard({ initial, elsewhere, outcome }: Props) {
  const t = useTranslations("profile.identities");
  const names = useTranslations("auth.providers.names");
  const locale = useFormatLocale();
  const queryClient = useQueryClient();
  const stepUp = useStepUp();
  const [leaving, setLeaving] = useState<Item>();
  const { data } = useQuery({ ...myIdentities(), initialData: initial });
  const missing = data.available.filter((id) => !data.data.some(({ provider }) => provider === id));
  // The address is anybody's to write: it says nothing that the list does not show.
  const known = data.data.find(({ provider }) => provider === outcome)?.provider;
  const remove = async ({ id }: Item) => {
    await stepUp.run(() => api.delete(`/me/identities/${id}`));
    toast.success(t("removed"));
    await queryClient.invalidateQueries({ queryKey: myIdentitiesKey });
  };
  if (data.available.length + data.data.length + data.workspaces.length === 0) return null;
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      {known ? (
        <Alert tone="success" shape="banner" role="status">
          {t("connected", { provider: names(known) })}
        </Alert>
      ) : null}
      {outcome === "identity_taken" ? (
        <Alert tone="danger" shape="banner" role="alert">
          {t("taken")}
        </Alert>
      ) : null}
      <ul className="divide-y divide-line">
        {data.data.map((item) => (
          <FactorRow
            key={item.id}
            icon={Link2}
            title={names(item.provider)}
            detail={t("since", { label: item.label ?? "–", date: formatDate(item.connected_at, locale) })}
          >
            {item.removable ? (
              <Button
                size="sm"
                aria-label={t("removeLabel", { provider: names(item.provider) })}
                onClick={() => setLeaving(item)}
              >
                {t("remove")}
              </Button>
            ) : (
              <span className="text-fg-muted text-sm">{t("lastWay")}</span>
            )}
          </FactorRow>
        ))}
        {missing.map((provider) => (
          <FactorRow key={provider} icon={Link2} title={names(provider)} detail={t("none")}>
            <ConnectButton provider={provider} elsewhere={elsewhere} />
          </FactorRow>
        ))}
        {data.workspaces.map(({ workspace, connection }) => (
          <FactorRow
            key={`${workspace} ${connection}`}
            icon={Building2}
            title={t("sso", { workspace })}
            detail={t("ssoDetail", { connection })}
          >
            {null}
          </FactorRow>
        ))}
      </ul>
      <ConfirmDialog
        open={leaving !== undefined}
        onOpenChange={(open) => !open && setLeaving(undefined)}
        title={t("removeTitle", { provider: leaving ? names(leaving.provider) : "" })}
        description={t("removeDescription")}
        confirmLabel={t("remove")}
        onConfirm={async () => leaving && remove(leaving)}
      />
      {stepUp.dialog}
    </Card>
  );
}
