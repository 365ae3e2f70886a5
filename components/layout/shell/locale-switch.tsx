"use client";
import { Languages } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { saveLocale } from "@/components/layout/preferences";
import { IconButton } from "@/components/ui/actions/icon-button";
import { DropdownMenu } from "@/components/ui/overlays/dropdown-menu";
import { LOCALES } from "@/lib/core/locale";

/** Language of the interface; each option is written in its own language. */
export function LocaleSwitch({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations("layout.locale");
  const locale = useLocale();
  const router = useRouter();
  return (
    <DropdownMenu
      sections={[
        {
          items: LOCALES.map((option) => ({
            label: t(option),
            checked: option === locale,
            onSelect: () => {
              saveLocale(option, isSignedIn);
              router.refresh();
            },
          })),
        },
      ]}
      trigger={(props) => (
        <IconButton
          {...props}
          label={t("label")}
          icon={<Languages aria-hidden="true" className="size-4" />}
        />
      )}
    />
  );
}
