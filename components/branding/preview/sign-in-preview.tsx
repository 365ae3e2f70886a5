"use client";
import { useTranslations } from "next-intl";
import type { PreviewProps } from "@/components/branding/preview/types";
import { buttonVariants } from "@/components/ui/actions/button-variants";
import { Picture } from "@/components/ui/display/picture";

/** The workspace's sign-in page in small. */
export function SignInPreview({ settings, name, logo, poweredBy }: PreviewProps) {
  const t = useTranslations("branding.preview");
  const layout = useTranslations("layout");
  return (
    <div className="flex h-full flex-col items-center justify-center gap-4 p-5">
      {logo ? (
        <Picture src={logo} alt="" className="h-10 max-w-[80%] object-contain" />
      ) : (
        <p className="font-semibold text-lg">{name}</p>
      )}
      <div className="grid w-full max-w-72 gap-3 rounded-xl border bg-surface p-5">
        <div>
          <p className="break-words font-semibold text-lg tracking-tight">
            {settings.sign_in_title || t("signInTo", { name })}
          </p>
          {settings.sign_in_text ? (
            <p className="mt-1 line-clamp-4 whitespace-pre-line break-words text-fg-muted text-sm">
              {settings.sign_in_text}
            </p>
          ) : null}
        </div>
        <div className="grid gap-1.5">
          <span className="font-medium text-xs">{t("email")}</span>
          <span className="h-8 rounded-md border border-control bg-surface" />
        </div>
        <span className={buttonVariants({ variant: "primary", block: true })}>{t("continue")}</span>
      </div>
      {poweredBy ? <p className="text-2xs text-fg-subtle">{layout("poweredBy")}</p> : null}
    </div>
  );
}
