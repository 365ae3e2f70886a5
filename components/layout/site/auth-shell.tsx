import type { ReactNode } from "react";
import { PoweredBy } from "@/components/layout/brand/powered-by";
import { SiteFrame } from "@/components/layout/site/site-frame";

type Props = {
  children: ReactNode;
  /** Under a workspace's look: where "Powered by Atrium" leads, null where that is hidden. */
  poweredBy?: string | null | undefined;
};

/** Frame of sign-in, sign-up, codes and onboarding: nothing but the card and the language. */
export function AuthShell({ children, poweredBy }: Props) {
  const footer = poweredBy === undefined ? undefined : poweredBy && <PoweredBy href={poweredBy} />;
  return <SiteFrame footer={footer}>{children}</SiteFrame>;
}
