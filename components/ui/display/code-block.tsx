"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/display/scroll-region";

export type CodeVariant = { label: string; code: string };

type Props = {
  /** One text, or the same example in several languages. */
  code: string | readonly CodeVariant[];
  /** Accessible name, for example "Example request". */
  label: string;
  className?: string;
};

/** Code to read and copy; several variants are chosen by buttons in its head. */
export function CodeBlock({ code, label, className }: Props) {
  const t = useTranslations("ui.code");
  const variants = typeof code === "string" ? [{ label: "", code }] : code;
  const [chosen, setChosen] = useState(0);
  const current = variants[chosen] ?? variants[0];
  return (
    <figure
      data-slot="code-block"
      aria-label={label}
      className={cn("min-w-0 overflow-hidden rounded-lg border bg-inset", className)}
    >
      <div className="flex h-9 items-center justify-between gap-2 border-b pr-1 pl-1">
        <div className="flex">
          {variants.length > 1 ? (
            variants.map((variant, index) => (
              <button
                key={variant.label}
                type="button"
                aria-pressed={index === chosen}
                onClick={() => setChosen(index)}
                className="h-7 rounded-md px-2 text-fg-subtle text-xs hover:text-fg aria-pressed:font-medium aria-pressed:text-fg"
              >
                {variant.label}
              </button>
            ))
          ) : (
            <figcaption className="px-2 text-fg-subtle text-xs">{label}</figcaption>
          )}
        </div>
        <CopyButton value={current?.code ?? ""} label={t("copy")} />
      </div>
      <ScrollRegion label={current?.label ? `${label}: ${current.label}` : label} variant="plain">
        <pre className="w-fit p-3 font-mono text-xs leading-5">
          <code>{current?.code}</code>
        </pre>
      </ScrollRegion>
    </figure>
  );
}
