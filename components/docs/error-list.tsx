import { useTranslations } from "next-intl";
import type { ErrorCodeHelp } from "./openapi-model";

/** Every error code with what to do about it. Problem documents link here by `type`. */
export function ErrorList({ errors }: { errors: readonly ErrorCodeHelp[] }) {
  const t = useTranslations("docs");
  return (
    <section id="errors" aria-labelledby="errors-title" className="grid scroll-mt-20 gap-4 border-t pt-8">
      <h2 id="errors-title" className="font-semibold text-xl tracking-tight">
        {t("errors")}
      </h2>
      <p className="max-w-prose text-fg-muted">{t("errorsDescription")}</p>
      <dl className="divide-y rounded-lg border">
        {errors.map((error) => (
          <div
            key={error.code}
            id={`error-${error.code}`}
            className="grid scroll-mt-20 gap-1 px-3 py-3 target:bg-accent-soft sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)] sm:gap-4"
          >
            <dt>
              <code className="break-words font-mono font-medium text-xs">{error.code}</code>{" "}
              <span className="text-fg-subtle text-xs">{error.status}</span>
            </dt>
            <dd lang="en" className="text-fg-muted text-sm">
              {error.description.replaceAll("`", "")}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
