"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { CopyRow } from "@/components/sso/steps/copy-row";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import {
  SETUP_HOURS,
  type SetupLinkAnswer,
  type SetupLinkDto,
} from "@/lib/access/single-sign-on/setup-links/schema";
import { api } from "@/lib/api/client";
import { formatUtc } from "@/lib/core/format";

/** A link with which somebody of IT does the technical steps without an account. Its address is shown once. */
export function SetupLinkCard({ connectionId }: { connectionId: string }) {
  const t = useTranslations("sso.link");
  const locale = useFormatLocale();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const queries = useQueryClient();
  const [hours, setHours] = useState<(typeof SETUP_HOURS)[number]>(24);
  const [made, setMade] = useState<SetupLinkDto>();
  const path = `/sso-connections/${connectionId}/setup-link`;
  const queryKey = ["sso-setup-link", connectionId];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.get<SetupLinkAnswer>(path, { signal }),
  });
  const make = async () => {
    const link = await stepUp.run(() => api.post<SetupLinkDto>(path, { body: { hours } }));
    if (!link) return;
    setMade(link);
    queries.setQueryData(queryKey, { link });
  };
  const end = async () => {
    await api.delete(path);
    setMade(undefined);
    queries.setQueryData(queryKey, { link: null });
  };
  const link = data?.link;
  return (
    <Card
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <span>
            {link ? (
              <Button variant="ghost" onClick={() => void end().catch(showFailure)}>
                {t("end")}
              </Button>
            ) : null}
          </span>
          <Button onClick={() => void make().catch(showFailure)}>{t(link ? "another" : "make")}</Button>
        </>
      }
    >
      <div className="grid gap-4" aria-live="polite">
        {made?.url ? (
          <Alert tone="success" title={t("once")}>
            <dl className="mt-2 rounded-md border bg-inset text-sm">
              <CopyRow label={t("address")} value={made.url} />
            </dl>
          </Alert>
        ) : null}
        {link ? (
          <p className="text-sm">
            {t("works", { who: link.created_by, when: formatUtc(link.expires_at, locale) })}{" "}
            {link.last_used_at ? t("used", { when: formatUtc(link.last_used_at, locale) }) : t("unused")}
          </p>
        ) : null}
        <Field label={t("hours")}>
          <Select
            value={String(hours)}
            onChange={(event) =>
              setHours(SETUP_HOURS.find((one) => one === Number(event.target.value)) ?? 24)
            }
            options={SETUP_HOURS.map((count) => ({ value: String(count), label: t("forHours", { count }) }))}
          />
        </Field>
      </div>
      {stepUp.dialog}
    </Card>
  );
}
