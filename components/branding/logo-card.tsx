"use client";
import { ImageUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { uploadAsset } from "@/components/branding/queries";
import { Button } from "@/components/ui/actions/button";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Card } from "@/components/ui/display/card";
import { Picture } from "@/components/ui/display/picture";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";
import { UPLOAD_TYPES } from "@/lib/lifecycle/branding/schema";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = {
  settings: BrandingSettings;
  change: (part: Partial<BrandingSettings>) => void;
  mayUpdate: boolean;
};

const SLOTS = [
  { key: "logo_light", name: "light", hint: "lightHint", scheme: "light" },
  { key: "logo_dark", name: "dark", hint: "darkHint", scheme: "dark" },
  { key: "icon", name: "icon", hint: "iconHint", scheme: "light" },
] as const;
type Slot = (typeof SLOTS)[number];

/** Logo for both schemes and the icon, each uploaded at once and used with the draft. */
export function LogoCard({ settings, change, mayUpdate }: Props) {
  const t = useTranslations("branding.logo");
  return (
    <Card title={t("title")} description={t("description")}>
      <ul className="grid gap-4 sm:grid-cols-3">
        {SLOTS.map((slot) => (
          <li key={slot.key} className="min-w-0">
            <LogoSlot
              slot={slot}
              hash={settings[slot.key]}
              mayUpdate={mayUpdate}
              onChange={(hash) => change({ [slot.key]: hash })}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type SlotProps = {
  slot: Slot;
  hash: string | null;
  mayUpdate: boolean;
  onChange: (hash: string | null) => void;
};

function LogoSlot({ slot, hash, mayUpdate, onChange }: SlotProps) {
  const t = useTranslations("branding.logo");
  const errorText = useErrorText();
  const inputRef = useRef<HTMLInputElement>(null);
  const id = useId();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState("");
  const name = t(slot.name);
  const upload = async (file: File | undefined) => {
    if (!file) return;
    setIsBusy(true);
    setError("");
    try {
      onChange((await uploadAsset(slot.name === "icon" ? "icon" : "logo", file)).hash);
    } catch (cause) {
      const field = cause instanceof ApiError ? cause.errors[0] : undefined;
      setError(field ? errorText.ofField(field) : errorText.ofRequest(cause));
    }
    setIsBusy(false);
    if (inputRef.current) inputRef.current.value = "";
  };
  return (
    <div className="grid gap-2">
      <p className="font-medium text-sm">{name}</p>
      <div
        data-preview-scheme={slot.scheme}
        className="grid h-20 place-items-center overflow-hidden rounded-md border bg-surface px-3"
      >
        {hash ? (
          <Picture src={`/api/v1/branding/assets/${hash}`} alt={name} className="max-h-14 max-w-full" />
        ) : (
          <span className="text-fg-subtle text-xs">{t("empty")}</span>
        )}
      </div>
      {mayUpdate ? (
        <div className="flex gap-1.5">
          <input
            ref={inputRef}
            id={id}
            type="file"
            accept={UPLOAD_TYPES.join(",")}
            aria-label={`${t("upload")}: ${name}`}
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => void upload(event.target.files?.[0])}
          />
          <Button size="sm" loading={isBusy} onClick={() => inputRef.current?.click()}>
            <ImageUp aria-hidden="true" className="size-3.5" />
            <span>
              {hash ? t("replace") : t("upload")}
              <span className="sr-only">: {name}</span>
            </span>
          </Button>
          {hash ? (
            <IconButton
              label={t("remove", { name })}
              icon={<Trash2 aria-hidden="true" className="size-3.5" />}
              onClick={() => onChange(null)}
            />
          ) : null}
        </div>
      ) : null}
      {error ? (
        <p role="alert" className="text-danger-text text-sm">
          {error}
        </p>
      ) : (
        <p className="text-fg-subtle text-xs">{t(slot.hint)}</p>
      )}
    </div>
  );
}
