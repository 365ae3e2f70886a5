import { headers } from "next/headers";
import type { ReactNode } from "react";
import { BrandStyle } from "@/components/layout/brand/brand-style";
import type { BrandView } from "@/lib/access/brand/schema";

/** Puts a workspace's colours on everything of this page, dialogs included. */
export async function BrandFrame({ brand, children }: { brand: BrandView | null; children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <>
      <BrandStyle css={brand?.css ?? ""} nonce={nonce} />
      {children}
    </>
  );
}
