import type { ReactNode } from "react";
import { FormatsProvider } from "@/components/i18n/format-locale";
import { BrandFrame } from "@/components/layout/brand/brand-frame";
import { PoweredBy } from "@/components/layout/brand/powered-by";
import type { FeatureState } from "@/components/layout/navigation";
import type { ShellTenant } from "@/components/layout/shell/shell-context";
import { ShellFrame } from "@/components/layout/shell/shell-frame";
import { type UsageEntry, UsageFooter } from "@/components/layout/shell/usage-footer";
import type { BrandView } from "@/lib/access/brand/schema";
import type { Formats } from "@/lib/core/context";

type Props = {
  tenant: ShellTenant;
  /** All workspaces of this person, the current one included. */
  tenants: readonly ShellTenant[];
  user: { name: string; email: string; picture?: string | undefined };
  /** Permissions in this tenant, such as `agents:read`; they hide what cannot be used and protect nothing. */
  permissions: readonly string[];
  /** Plan features by key; a disabled one keeps its menu item, with a lock. */
  features?: Readonly<Record<string, FeatureState>>;
  /** Meters at the foot of the sidebar, at most two or three. */
  usage?: readonly UsageEntry[];
  createTenantHref?: string | undefined;
  /** The workspace's way of writing dates, numbers and amounts. */
  formats?: Formats;
  /** The workspace's own look. */
  brand?: BrandView | undefined;
  /** `Alert shape="banner"` elements under the top bar: past due, quota, impersonation. */
  banners?: ReactNode;
  children: ReactNode;
};

/** Frame of every page of a tenant's portal: sidebar, top bar, palette, shortcuts, toasts. The page is its child. */
export function PortalShell({ usage, banners, children, features, formats, ...data }: Props) {
  const { brand } = data;
  const hasUsage = usage && usage.length > 0;
  return (
    <BrandFrame brand={brand ?? null}>
      <FormatsProvider formats={formats}>
        <ShellFrame
          value={{ kind: "portal", features: features ?? {}, ...data }}
          banners={banners}
          sidebarFooter={
            hasUsage || brand?.poweredBy ? (
              <div className="grid gap-3">
                {hasUsage ? <UsageFooter entries={usage} /> : null}
                {brand?.poweredBy ? <PoweredBy href={brand.homeHref} /> : null}
              </div>
            ) : null
          }
        >
          {children}
        </ShellFrame>
      </FormatsProvider>
    </BrandFrame>
  );
}
