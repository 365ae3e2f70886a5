"use client";
import { useTranslations } from "next-intl";
import type { PreviewProps } from "@/components/branding/preview/types";
import { Picture } from "@/components/ui/display/picture";
import { makePalette } from "@/lib/core/brand/palette";
import { DEFAULT_PRIMARY } from "@/lib/core/brand/theme";

/** An invitation as mail programs show it: their own typeface, the workspace's picture, button and footer. */
export function MailPreview({ settings, name, logo, poweredBy }: PreviewProps) {
  const t = useTranslations("branding.preview");
  const { light } = makePalette(settings.primary_color ?? DEFAULT_PRIMARY, null);
  const lines = [...settings.email_footer.split("\n"), ...(poweredBy ? ["Atrium"] : [])].filter(Boolean);
  return (
    <div className="h-full overflow-y-auto bg-[#f4f5f7] p-4 font-[system-ui] text-[#1f2430]">
      <div className="mx-auto max-w-md rounded-xl bg-white p-4 @md:p-6">
        {logo ? (
          <Picture src={logo} alt="" className="mb-4 h-8 max-w-full object-contain object-left" />
        ) : (
          <p className="mb-4 font-semibold">{name}</p>
        )}
        <p className="font-semibold text-xl">{t("mailTitle", { name })}</p>
        <p className="mt-2">{t("mailText", { name })}</p>
        <span
          className="mt-4 inline-block rounded-lg px-4 py-2.5 font-semibold"
          style={{ backgroundColor: light.solid, color: light.onSolid }}
        >
          {t("mailAction")}
        </span>
        <div className="mt-5 grid gap-1.5 border-[#e3e5ea] border-t pt-3 text-[#5b6272] text-xs">
          <p>{t("mailNoteText")}</p>
          {lines.map((line) => (
            <p key={line} className="break-words">
              {line}
            </p>
          ))}
        </div>
      </div>
    </div>
  );
}
