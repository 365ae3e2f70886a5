"use client";
import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/actions/button";

type Props = {
  value: string;
  /** Accessible name, for example "Copy API key". */
  label: string;
  /** Shows the label as text beside the icon. */
  withText?: boolean;
  onCopied?: () => void;
};

/** Copies a value; the icon turns into a check mark and the change is announced. */
export function CopyButton({ value, label, withText = false, onCopied }: Props) {
  const t = useTranslations("ui.copy");
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    setIsCopied(true);
    onCopied?.();
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <Button
        variant={withText ? "secondary" : "ghost"}
        size={withText ? "md" : "icon-sm"}
        aria-label={withText ? undefined : label}
        title={withText ? undefined : label}
        onClick={() => void copy()}
      >
        <Icon aria-hidden="true" className="size-4" />
        {withText ? (isCopied ? t("copied") : label) : null}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? t("copied") : ""}
      </span>
    </>
  );
}
