import type { ReactNode } from "react";
import { SiteFrame } from "@/components/layout/site/site-frame";

/** Frame of sign-in, sign-up, codes and onboarding: nothing but the card and the language. */
export function AuthShell({ children }: { children: ReactNode }) {
  return <SiteFrame>{children}</SiteFrame>;
}
