"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { mySessions, mySessionsKey } from "@/components/auth/profile/queries";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { PlaceName, PlaceSource } from "@/components/ui/display/place";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { SessionItem } from "@/lib/auth/schema";
import { describeDevice, isPhone } from "@/lib/core/describe-device";
import { formatRelative } from "@/lib/core/format";

/** Where the person is signed in, and how to end it. */
export function SessionsCard({ initial }: { initial: SessionItem[] }) {
  const t = useTranslations("profile.sessions");
  const [isAsking, setIsAsking] = useState(false);
  const queryClient = useQueryClient();
  const showFailure = useFailureToast();
  const { data: sessions } = useQuery({ ...mySessions(), initialData: initial });
  const reload = () => queryClient.invalidateQueries({ queryKey: mySessionsKey });
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/me/sessions/${id}`),
    onSuccess: () => toast.success(t("ended")),
    onError: showFailure,
    onSettled: reload,
  });
  const others = sessions.filter((session) => !session.current);
  return (
    <Card
      title={t("title")}
      description={
        <>
          {t("description")} {t("placeNote")} <PlaceSource />
        </>
      }
      padding="flush"
      footer={
        others.length > 0 ? (
          <>
            <span />
            <Button variant="danger-outline" onClick={() => setIsAsking(true)}>
              {t("signOutOthers")}
            </Button>
          </>
        ) : (
          t("onlyThis")
        )
      }
    >
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables === session.id}
            onEnd={() => end.mutate(session.id)}
          />
        ))}
      </ul>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("confirmTitle")}
        description={t("confirmDescription")}
        confirmLabel={t("signOutOthers")}
        onConfirm={async () => {
          await api.delete("/me/sessions");
          toast.success(t("othersEnded"));
          await reload();
        }}
      />
    </Card>
  );
}

type RowProps = { session: SessionItem; isEnding: boolean; onEnd: () => void };

function SessionRow({ session, isEnding, onEnd }: RowProps) {
  const t = useTranslations("profile.sessions");
  const locale = useFormatLocale();
  const found = describeDevice(session.user_agent);
  const device = found ? t("device", found) : t("unknownDevice");
  const methodOf = ({ method, second_step }: SessionItem) => {
    const key = `methods.${method.split(":")[0]}` as "methods.password";
    const name = t.has(key) ? t(key) : t("otherMethod");
    return second_step ? t("secondStep", { method: name }) : name;
  };
  const Icon = isPhone(session.user_agent) ? Smartphone : Monitor;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <Icon aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {session.current ? <Badge tone="accent">{t("current")}</Badge> : null}
        </p>
        <p className="text-fg-muted text-sm">
          {methodOf(session)}
          {" · "}
          <PlaceName place={session.place} />
          {" · "}
          {session.ip && session.network
            ? t("address", { ip: session.ip, range: session.network.range })
            : t("unknownAddress")}
          {" · "}
          <span suppressHydrationWarning>
            {t("lastSeen", { time: formatRelative(session.last_seen_at, new Date(), locale) })}
          </span>
        </p>
      </div>
      {session.current ? null : (
        <Button size="sm" loading={isEnding} aria-label={t("signOutLabel", { device })} onClick={onEnd}>
          {t("signOut")}
        </Button>
      )}
    </li>
  );
}
