"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { SsoKeyList } from "@/lib/access/single-sign-on/keys/schema";
import { api } from "@/lib/api/client";
import { formatDate } from "@/lib/core/format";

/** Our certificates as the metadata carries them, and the way to another one without a gap. */
export function KeysCard({ mayManage }: { mayManage: boolean }) {
  const t = useTranslations("sso.keys");
  const locale = useFormatLocale();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const queries = useQueryClient();
  const queryKey = ["sso-keys"];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<SsoKeyList>("/sso-keys", { signal }),
  });
  const keys = data?.data ?? [];
  const next = keys.find(({ status }) => status === "next");
  const change = async (call: () => Promise<SsoKeyList>, done: string) => {
    try {
      const answer = await stepUp.run(call);
      if (!answer) return;
      queries.setQueryData(queryKey, answer);
      toast.success(done);
    } catch (error) {
      showFailure(error);
    }
  };
  const renew = () => change(() => api.post<SsoKeyList>("/sso-keys"), t("published"));
  const swap = (id: string) =>
    change(() => api.put<SsoKeyList>("/sso-keys/current", { body: { id } }), t("switched"));
  return (
    <Card
      title={t("title")}
      description={t("description")}
      footer={
        mayManage && keys.length > 0 ? (
          <>
            <span>{next ? t("waiting") : null}</span>
            {next ? (
              <Button onClick={() => void swap(next.id)}>{t("switch")}</Button>
            ) : (
              <Button onClick={() => void renew()}>{t("renew")}</Button>
            )}
          </>
        ) : undefined
      }
    >
      {keys.length === 0 ? (
        <p className="text-fg-muted text-sm">{t("none")}</p>
      ) : (
        <ul className="grid gap-2 text-sm">
          {keys.map((key) => (
            <li key={key.id} className="grid gap-0.5">
              <span className="font-medium">
                {t(`status.${key.status}`)}{" "}
                <span className="font-normal text-fg-muted">
                  {t("until", { when: formatDate(key.not_after, locale) })}
                </span>
              </span>
              <span className="break-all font-mono text-xs">{key.fingerprint}</span>
            </li>
          ))}
        </ul>
      )}
      {stepUp.dialog}
    </Card>
  );
}
