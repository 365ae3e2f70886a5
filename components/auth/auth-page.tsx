import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { BrandFrame } from "@/components/layout/brand/brand-frame";
import { BrandLogo } from "@/components/layout/brand/brand-logo";
import { AuthCard } from "@/components/layout/site/auth-card";
import { AuthShell } from "@/components/layout/site/auth-shell";
import type { BrandView } from "@/lib/access/brand/schema";

type Props = {
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  /** The workspace whose sign-in this is; Atrium's own look without it. */
  brand?: BrandView | null;
  children: ReactNode;
};

/** Frame, card and texts of every page on which one signs up or in. */
export function AuthPage({ children, brand = null, ...card }: Props) {
  return (
    <BrandFrame brand={brand}>
      <AuthShell poweredBy={brand ? (brand.poweredBy ? brand.homeHref : null) : undefined}>
        <AuthCard {...card} brand={brand ? <BrandMark brand={brand} /> : undefined}>
          <Translations namespaces={["auth"]}>{children}</Translations>
        </AuthCard>
      </AuthShell>
    </BrandFrame>
  );
}

function BrandMark({ brand }: { brand: BrandView }) {
  if (brand.logoLight) {
    return <BrandLogo {...brand} alt={brand.name} className="h-12 !object-center" />;
  }
  return <span className="font-semibold text-lg tracking-tight">{brand.name}</span>;
}
