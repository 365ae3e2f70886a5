"use client";
import { Monitor, Moon, Sun, SunMoon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { currentTheme, saveTheme } from "@/components/layout/preferences";
import { IconButton } from "@/components/ui/actions/icon-button";
import { DropdownMenu } from "@/components/ui/overlays/dropdown-menu";
import { THEMES, type Theme } from "@/lib/core/locale";

const ICONS = { light: Sun, dark: Moon, system: Monitor };

/** Light, dark or as the device is set. */
export function ThemeSwitch({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations("layout.theme");
  const [theme, setTheme] = useState<Theme>();
  const choose = (next: Theme) => {
    saveTheme(next, isSignedIn);
    setTheme(next);
  };
  return (
    <DropdownMenu
      sections={[
        {
          items: THEMES.map((option) => {
            const Icon = ICONS[option];
            return {
              label: t(option),
              icon: <Icon aria-hidden="true" className="size-4" />,
              checked: option === (theme ?? "system"),
              onSelect: () => choose(option),
            };
          }),
        },
      ]}
      trigger={({ onClick, ...props }) => (
        <IconButton
          {...props}
          label={t("label")}
          icon={<SunMoon aria-hidden="true" className="size-4" />}
          onClick={(event) => {
            setTheme(currentTheme());
            onClick(event);
          }}
        />
      )}
    />
  );
}
