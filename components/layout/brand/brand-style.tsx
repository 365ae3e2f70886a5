"use client";
import { useState } from "react";

type Props = {
  /** One rule of custom properties, made by themeCss(). */
  css: string;
  nonce: string | undefined;
};

/**
 * A workspace's colours, in the first bytes of the page: nothing flashes. The browser goes by the nonce that its
 * document was sent with, which a later page of the same document must keep: that page's own would be refused.
 */
export function BrandStyle({ css, nonce }: Props) {
  const [first] = useState(() => documentNonce() ?? nonce);
  if (!css) return null;
  return (
    <style nonce={first} suppressHydrationWarning>
      {css}
    </style>
  );
}

function documentNonce(): string | undefined {
  if (typeof document === "undefined") return undefined;
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
}
