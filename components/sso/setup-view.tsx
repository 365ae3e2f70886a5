"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useFormatLocale } from "#format-locale";
import { AuthCard } from "@/components/layout/site/auth-card";
import { type SsoActions, SsoActionsProvider } from "@/components/sso/sso-actions";
import { DomainsStep } from "@/components/sso/steps/domains-step";
import { ExchangeStep } from "@/components/sso/steps/exchange-step";
import { TestStep } from "@/components/sso/steps/test-step";
import { Alert } from "@/components/ui/feedback/alert";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Spinner } from "@/components/ui/feedback/spinner";
import type { SetupView as View } from "@/lib/access/single-sign-on/setup-links/schema";
import { ApiError, api } from "@/lib/api/client";
import { formatUtc } from "@/lib/core/format";

const BASE = "/api/auth-flows/sso-setup";

/** Where a setup link leads. The token stays in the fragment, which no server sees, so that the page can be reloaded. */
export function SetupView() {
  const t = useTranslations("sso.setup");
  const queries = useQueryClient();
  const [token, setToken] = useState<string>();
  useEffect(() => {
    const read = () => setToken(window.location.hash.slice(1));
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  const queryKey = ["sso-setup", token];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => api.post<View>(`${BASE}/view`, { body: { token }, signal }),
    enabled: token !== undefined && token.length >= 20,
    retry: false,
  });
  if (token !== undefined && token.length < 20) return <Closed />;
  if (error instanceof ApiError && (error.code === "not_found" || error.code === "validation_failed")) {
    return <Closed />;
  }
  if (error instanceof ApiError && error.code === "conflict") {
    return <Notice title={t("done.title")} text={t("done.description")} />;
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!token || !data) {
    return (
      <div className="grid place-items-center py-24">
        <Spinner label={t("loading")} />
      </div>
    );
  }
  const refresh = () => void queries.invalidateQueries({ queryKey });
  return <Steps view={data} actions={actionsOf(token, refresh)} />;
}

function Closed() {
  const t = useTranslations("sso.setup.closed");
  return <Notice title={t("title")} text={t("description")} />;
}

function Notice({ title, text }: { title: string; text: string }) {
  return (
    <AuthCard title={title}>
      <p className="text-fg-muted text-sm">{text}</p>
    </AuthCard>
  );
}

function actionsOf(token: string, refresh: () => void): SsoActions {
  return {
    saveProvider: (side) => api.post(`${BASE}/provider`, { body: { token, ...side } }),
    addDomain: ({ domain }) => api.post(`${BASE}/domains`, { body: { token, domain } }),
    checkDomain: (id) => api.post(`${BASE}/domain-checks`, { body: { token, domain_id: id } }),
    removeDomain: null,
    startTest: () => api.post(`${BASE}/tests`, { body: { token } }),
    readTest: (id, signal) => api.post(`${BASE}/test-results`, { body: { token, test_id: id }, signal }),
    refresh,
  };
}

function Steps({ view, actions }: { view: View; actions: SsoActions }) {
  const t = useTranslations("sso.setup");
  const locale = useFormatLocale();
  const { connection, workspace, expires_at: until } = view;
  const isReady =
    connection.tested_at !== null && connection.domains.some(({ status }) => status !== "pending");
  return (
    <SsoActionsProvider actions={actions}>
      <div className="mx-auto grid w-full max-w-3xl gap-6 px-4 py-10">
        <header className="grid gap-2">
          <h1 className="font-semibold text-2xl tracking-tight">{t("title", { workspace })}</h1>
          <p className="text-fg-muted">{t("description", { name: connection.name })}</p>
          <p className="text-fg-muted text-sm">{t("until", { when: formatUtc(until, locale) })}</p>
        </header>
        {isReady ? <Alert tone="success">{t("ready")}</Alert> : null}
        <ExchangeStep connection={connection} mayManage />
        <DomainsStep connection={connection} mayManage />
        <TestStep connection={connection} mayManage title={t("test")} />
      </div>
    </SsoActionsProvider>
  );
}
