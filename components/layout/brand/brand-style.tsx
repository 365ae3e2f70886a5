"use client";
import { useState } from "react";

type Props = {
  /** One rule of custom properties, made by themeCss(). */
  css: string;
  nonce: string | undefined;
};

/**
 * A workspace's colours, in the first bytes of the page: nothing flashes. The element keeps the nonce that its document
 * was sent with, so a later change of colours needs no new document.
 */
export function BrandStyle({ css, nonce }: Props) {
  const [first] = useState(nonce);
  return (
    <style nonce={first} suppressHydrationWarning>
      {css}
    </style>
  );
}
