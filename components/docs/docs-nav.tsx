import { useTranslations } from "next-intl";
import type { EndpointGroup } from "./openapi-model";

type Props = { groups: readonly EndpointGroup[]; current: string | null };

/** Contents by tag: beside the text on a wide screen, folded above it on a phone. */
export function DocsNav({ groups, current }: Props) {
  const t = useTranslations("docs");
  return (
    <>
      <details className="rounded-lg border bg-surface px-4 py-3 lg:hidden">
        <summary className="cursor-pointer font-medium text-sm">{t("contents")}</summary>
        <nav aria-label={t("contents")} className="mt-3">
          <Contents groups={groups} current={current} />
        </nav>
      </details>
      <nav
        aria-label={t("contents")}
        className="sticky top-20 hidden max-h-[calc(100dvh-6rem)] self-start overflow-y-auto pb-8 lg:block"
      >
        <Contents groups={groups} current={current} />
      </nav>
    </>
  );
}

function Contents({ groups, current }: Props) {
  const t = useTranslations("docs");
  return (
    <ul className="grid gap-4 text-sm">
      <li className="grid">
        <a href="/docs/api#start" className="block py-1 hover:text-accent-text">
          {t("start")}
        </a>
        <a href="/docs/api#errors" className="block py-1 hover:text-accent-text">
          {t("errors")}
        </a>
      </li>
      {groups.map((group) => (
        <li key={group.slug}>
          <a
            href={`/docs/api/${group.slug}`}
            aria-current={group.slug === current ? "page" : undefined}
            className="block py-1 font-medium hover:text-accent-text aria-[current=page]:text-accent-text"
            lang="en"
          >
            {group.tag}
          </a>
          <ul className="grid">
            {group.endpoints.map((endpoint) => (
              <li key={endpoint.operationId} className="flex min-w-0 items-baseline gap-2">
                <span className="w-11 shrink-0 font-mono text-2xs text-fg-subtle">{endpoint.method}</span>
                <a
                  href={`/docs/api/${group.slug}#${endpoint.operationId}`}
                  className="block min-w-0 flex-1 break-words py-1 font-mono text-fg-muted text-xs hover:text-fg"
                >
                  {endpoint.path.replace(/^\/api\/(v1)?/, "")}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
