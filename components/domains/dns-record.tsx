"use client";
import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/actions/copy-button";

type Props = {
  title?: string | undefined;
  description?: string | undefined;
  type: string;
  name: string;
  value: string;
};

/** A DNS record, each part to be copied by itself: that is how DNS forms ask for it. */
export function DnsRecord({ title, description, type, name, value }: Props) {
  const t = useTranslations("domains");
  const parts = [
    { key: "type", text: type, copies: false },
    { key: "name", text: name, copies: true },
    { key: "value", text: value, copies: true },
  ] as const;
  return (
    <section className="grid gap-2">
      {title ? (
        <div>
          <h3 className="font-medium text-sm">{title}</h3>
          {description ? <p className="text-fg-muted text-sm">{description}</p> : null}
        </div>
      ) : null}
      <dl className="divide-y rounded-md border bg-inset text-sm">
        {parts.map((part) => (
          <div key={part.key} className="flex min-h-10 items-center gap-3 px-3 py-1">
            <dt className="w-16 shrink-0 text-fg-subtle">{t(part.key)}</dt>
            <dd className="flex min-w-0 flex-1 items-center gap-3">
              <span className="min-w-0 flex-1 break-all font-mono text-xs">{part.text}</span>
              {part.copies ? (
                <CopyButton value={part.text} label={t("copy", { what: `${type} ${t(part.key)}` })} />
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
