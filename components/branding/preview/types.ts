import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

/** What each preview draws with. */
export type PreviewProps = {
  settings: BrandingSettings;
  name: string;
  logo: string | null;
  icon: string | null;
  poweredBy: boolean;
};
