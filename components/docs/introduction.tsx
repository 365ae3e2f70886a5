import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

const TOPICS = ["authentication", "answers", "repeats", "limits"] as const;

/** What holds for every endpoint. */
export function Introduction({ origin }: { origin: string }) {
  const t = useTranslations("docs.topics");
  const code = (chunks: ReactNode) => <code className="break-words font-mono text-sm">{chunks}</code>;
  return (
    <section id="start" className="grid scroll-mt-20 gap-6">
      {TOPICS.map((topic) => (
        <div key={topic} className="grid gap-1">
          <h2 className="font-semibold text-base">{t(`${topic}.title`)}</h2>
          <p className="max-w-prose text-fg-muted">{t.rich(`${topic}.text`, { code })}</p>
        </div>
      ))}
      <pre className="whitespace-pre-wrap break-all rounded-lg border bg-inset p-3 font-mono text-xs leading-5">
        <code>{`curl ${origin}/api/v1/usage/limits \\\n  -H "Authorization: Bearer $ATRIUM_API_KEY"`}</code>
      </pre>
    </section>
  );
}
