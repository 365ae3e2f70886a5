"use client";
import { useTranslations } from "next-intl";
import { callSnippets } from "@/components/api-keys/snippets";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { CodeBlock } from "@/components/ui/display/code-block";
import { Checkbox } from "@/components/ui/forms/checkbox";

type Props = {
  secret: string;
  origin: string;
  isStored: boolean;
  onStored: (isStored: boolean) => void;
};

/** The new key, this once, with the ways to use it. */
export function CreatedKey({ secret, origin, isStored, onStored }: Props) {
  const t = useTranslations("apiKeys.created");
  return (
    <div className="grid gap-5">
      <div className="grid gap-1.5">
        <p className="font-medium text-sm">{t("key")}</p>
        <div className="flex min-w-0 flex-wrap items-center gap-2 rounded-lg border bg-inset p-2">
          <code data-testid="new-api-key" className="min-w-0 flex-1 break-all font-mono text-xs">
            {secret}
          </code>
          <CopyButton value={secret} label={t("copy")} withText />
        </div>
      </div>
      <CodeBlock label={t("snippets")} code={callSnippets(origin, secret)} />
      <Checkbox label={t("stored")} checked={isStored} onChange={(event) => onStored(event.target.checked)} />
    </div>
  );
}
