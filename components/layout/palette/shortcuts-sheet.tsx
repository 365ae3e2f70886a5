"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { areShortcutsOff, setShortcutsOff } from "@/components/layout/palette/use-shortcuts";
import { useNavigation } from "@/components/layout/shell/sidebar";
import { Kbd } from "@/components/ui/display/kbd";
import { Field } from "@/components/ui/forms/field";
import { Switch } from "@/components/ui/forms/switch";
import { Dialog } from "@/components/ui/overlays/dialog";

type Props = { open: boolean; onOpenChange: (open: boolean) => void };

/** Every shortcut, opened by `?`; single keys can be switched off here. */
export default function ShortcutsSheet({ open, onOpenChange }: Props) {
  const t = useTranslations("layout");
  const [isOff, setIsOff] = useState(areShortcutsOff);
  const items = useNavigation().filter((item) => item.shortcut);
  const rows = [
    { id: "palette", label: t("palette.open"), keys: ["⌘", "K"] },
    { id: "shortcuts", label: t("account.shortcuts"), keys: ["?"] },
    ...items.map((item) => ({ id: item.id, label: t(`nav.${item.id}`), keys: ["g", item.shortcut ?? ""] })),
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} width="sm" title={t("account.shortcuts")}>
      <dl className="grid gap-px text-sm">
        {rows.map((row) => (
          <div key={row.id} className="flex h-9 items-center justify-between border-b last:border-0">
            <dt>{row.label}</dt>
            <dd className="flex gap-1">
              {row.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Field
        layout="row"
        className="mt-4 border-t pt-4"
        label={t("palette.singleKeys")}
        hint={t("palette.singleKeysHint")}
      >
        <Switch
          checked={!isOff}
          onCheckedChange={(checked) => {
            setShortcutsOff(!checked);
            setIsOff(!checked);
          }}
        />
      </Field>
    </Dialog>
  );
}
