"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { endToken } from "@/components/scim/queries";
import { TokenDialog } from "@/components/scim/token-dialog";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { MAX_LIVE_TOKENS, type ScimDirectoryDto, type ScimTokenDto } from "@/lib/access/scim/schema";

const TONES = { active: "success", expired: "warning", revoked: "neutral" } as const;

type Props = { directory: ScimDirectoryDto; mayManage: boolean };

/** The tokens that the provider calls with: make one, see its use, end it. Two live at a time. */
export function TokensCard({ directory, mayManage }: Props) {
  const t = useTranslations("scim.tokens");
  const router = useRouter();
  const stepUp = useStepUp();
  const [isMaking, setIsMaking] = useState(false);
  const [ending, setEnding] = useState<ScimTokenDto>();
  const { connection_id: id, tokens } = directory;
  const live = tokens.filter(({ status }) => status === "active").length;
  const end = async () => {
    if (!ending) return;
    await stepUp.run(() => endToken(id, ending.id));
    toast.success(t("revoked"));
    router.refresh();
  };
  return (
    <Card
      title={t("title")}
      description={t("description", { most: MAX_LIVE_TOKENS })}
      action={
        mayManage ? (
          <Button variant="primary" disabled={live >= MAX_LIVE_TOKENS} onClick={() => setIsMaking(true)}>
            <Plus aria-hidden="true" className="size-4" />
            {t("create")}
          </Button>
        ) : undefined
      }
    >
      {tokens.length === 0 ? (
        <p className="text-fg-muted text-sm">{t("empty")}</p>
      ) : (
        <ul className="divide-y text-sm">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
              <TokenFacts token={token} />
              <span className="flex items-center gap-3">
                <StatusDot tone={TONES[token.status]}>{t(`states.${token.status}`)}</StatusDot>
                {mayManage && token.status === "active" ? (
                  <Button onClick={() => setEnding(token)}>
                    {t("revoke")}
                    <span className="sr-only">: …{token.last_four}</span>
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isMaking ? <TokenDialog connectionId={id} onClose={() => setIsMaking(false)} /> : null}
      <ConfirmDialog
        open={ending !== undefined}
        onOpenChange={(open) => !open && setEnding(undefined)}
        title={t("ask", { token: `…${ending?.last_four ?? ""}` })}
        description={t("askDescription")}
        confirmLabel={t("revoke")}
        onConfirm={end}
      />
      {stepUp.dialog}
    </Card>
  );
}

function TokenFacts({ token }: { token: ScimTokenDto }) {
  const t = useTranslations("scim.tokens");
  return (
    <span className="grid gap-0.5">
      <code className="font-mono text-xs">scim_…{token.last_four}</code>
      <span className="text-fg-subtle text-xs">
        {t("made", { name: token.created_by })}
        {" · "}
        {t("expires")} <DateTime value={token.expires_at} />
        {" · "}
        {token.last_used_at ? (
          <>
            {t("used")} <RelativeTime value={token.last_used_at} />
            {token.last_used_ip ? ` (${token.last_used_ip})` : ""}
          </>
        ) : (
          t("unused")
        )}
      </span>
    </span>
  );
}
