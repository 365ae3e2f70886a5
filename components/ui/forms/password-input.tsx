"use client";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { EyeIcon, EyeOffIcon } from "@/components/ui/display/icons";
import { Input } from "@/components/ui/forms/input";

type Props = Omit<ComponentProps<typeof Input>, "type" | "prefix" | "suffix">;

/** A password field with a show/hide button. Pasting and password managers work; set `autoComplete`. */
export function PasswordInput(props: Props) {
  const t = useTranslations("ui.password");
  const [visible, setVisible] = useState(false);
  const Icon = visible ? EyeOffIcon : EyeIcon;
  return (
    <Input
      {...props}
      type={visible ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      suffix={
        <button
          type="button"
          aria-pressed={visible}
          aria-label={t("show")}
          title={visible ? t("hide") : t("show")}
          className="-mr-1 grid size-6 place-items-center rounded-sm text-fg-subtle hover:text-fg"
          onClick={() => setVisible(!visible)}
        >
          <Icon className="size-4" />
        </button>
      }
    />
  );
}
