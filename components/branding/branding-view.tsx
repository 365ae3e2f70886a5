"use client";
import { useTranslations } from "next-intl";
import { BrandingBar } from "@/components/branding/branding-bar";
import { ColorCard } from "@/components/branding/color-card";
import { LogoCard } from "@/components/branding/logo-card";
import { BrandPreview } from "@/components/branding/preview/brand-preview";
import { ShapeCard } from "@/components/branding/shape-card";
import { useBranding } from "@/components/branding/use-branding";
import { VersionsCard } from "@/components/branding/versions-card";
import { WordsCard } from "@/components/branding/words-card";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import type { BrandingDto } from "@/lib/lifecycle/branding/schema";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = {
  branding: BrandingDto;
  defaults: BrandingSettings;
  tenantName: string;
  mayUpdate: boolean;
  mayHidePoweredBy: boolean;
  whiteLabelPlan: string;
};

/** Editor on the left, what it will look like on the right; nothing is shown to others before it is published. */
export function BrandingView({ branding, defaults, tenantName, mayUpdate, ...plan }: Props) {
  const t = useTranslations("branding");
  const editor = useBranding(branding, defaults);
  const { settings, change } = editor;
  return (
    <div className="grid gap-6">
      {mayUpdate ? (
        <BrandingBar branding={branding} editor={editor} />
      ) : (
        <Alert tone="neutral">{t("readOnly")}</Alert>
      )}
      {editor.hasConflict ? (
        <Alert
          tone="danger"
          role="alert"
          title={t("conflict.title")}
          action={
            <Button size="sm" onClick={editor.reload}>
              {t("conflict.load")}
            </Button>
          }
        >
          {t("conflict.description")}
        </Alert>
      ) : null}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <fieldset disabled={!mayUpdate} className="grid min-w-0 gap-6">
          <legend className="sr-only">{t("title")}</legend>
          <LogoCard settings={settings} change={change} mayUpdate={mayUpdate} />
          <ColorCard settings={settings} change={change} />
          <ShapeCard settings={settings} change={change} />
          <WordsCard settings={settings} change={change} tenantName={tenantName} {...plan} />
        </fieldset>
        <div className="grid min-w-0 gap-6 xl:sticky xl:top-20">
          <BrandPreview
            settings={settings}
            tenantName={tenantName}
            poweredBy={!(settings.hide_powered_by && plan.mayHidePoweredBy)}
          />
          <VersionsCard versions={branding.versions} mayUpdate={mayUpdate} onRevert={editor.revert} />
        </div>
      </div>
    </div>
  );
}
