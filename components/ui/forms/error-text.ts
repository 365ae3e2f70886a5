"use client";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { ApiError } from "@/lib/api/client";
import type { FieldError } from "@/lib/core/errors";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";

/** Part of a zod issue that is needed to write it in the reader's language. */
export type IssueLike = {
  code?: string | undefined;
  format?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  origin?: unknown;
  input?: unknown;
};

export type ErrorText = {
  /** One sentence for a whole refused request: by `reason`, else by `code`, else what the server wrote. */
  ofRequest: (error: unknown) => string;
  /** One sentence for a field that the server refused. */
  ofField: (error: Pick<FieldError, "code" | "message" | "params">) => string;
  /** One sentence for a rule of a zod schema. */
  ofIssue: (issue: IssueLike) => string;
  /** A message that may be a key, as in `z.string().min(12, "password_too_short")`. */
  ofKey: (messageOrKey: string) => string;
};

/** Turns errors into sentences; every key lives in the `errors` namespace. */
export function useErrorText(): ErrorText {
  const t = useTranslations("errors");
  return useMemo(() => {
    const known = (key: string, params: FieldError["params"] = {}) =>
      t.has(key as never) ? t(key as never, { minimum: PASSWORD_MIN_LENGTH, ...params } as never) : undefined;
    const ofKey = (key: string) =>
      (/^[a-z][a-z0-9_]*$/.test(key) ? known(`reasons.${key}`) : undefined) ?? key;
    return {
      ofKey,
      ofField: (error) => known(`reasons.${error.code}`, error.params) ?? ofKey(error.message),
      ofRequest: (error) => {
        if (!(error instanceof ApiError)) return t("codes.unexpected_response");
        const byReason = error.reason ? known(`reasons.${error.reason}`) : undefined;
        if (byReason) return byReason;
        if (error.code === "rate_limited" && error.retryAfterSeconds)
          return t("retryIn", { seconds: error.retryAfterSeconds });
        const isSpecific = error.code === "conflict" || error.code === "limit_reached";
        return (isSpecific ? error.detail : undefined) ?? known(`codes.${error.code}`) ?? error.message;
      },
      ofIssue: (issue) => {
        if (isMissing(issue)) return t("issues.required");
        switch (issue.code) {
          case "too_small":
            return t(issue.origin === "number" ? "issues.numberMin" : "issues.textMin", {
              minimum: Number(issue.minimum),
            });
          case "too_big":
            return t(issue.origin === "number" ? "issues.numberMax" : "issues.textMax", {
              maximum: Number(issue.maximum),
            });
          case "invalid_format":
            if (issue.format === "email") return t("issues.email");
            if (issue.format === "url") return t("issues.url");
            return t("issues.format");
          default:
            return t("issues.invalid");
        }
      },
    };
  }, [t]);
}

function isMissing(issue: IssueLike): boolean {
  if (issue.input === undefined || issue.input === null) return issue.code === "invalid_type";
  if (issue.code === "too_small" && issue.origin === "string") return issue.input === "";
  return issue.input === "" && issue.code !== "custom";
}
