import "server-only";
import { useLocale } from "next-intl";
import { use } from "react";
import { type FormatLocale, formatLocale } from "@/lib/core/format";
import { currentRequest } from "./require-context";

/** The same as components/i18n/format-locale, for what renders on the server alone (`#format-locale`). */
export function useFormatLocale(): FormatLocale {
  const request = use(currentRequest());
  return formatLocale(useLocale(), request.kind === "tenant" ? request.ctx.tenant.formats : undefined);
}
