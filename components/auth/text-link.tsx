import type { ReactNode } from "react";

/** A link inside a sentence of the sign-in pages; a plain one, for these pages' weight. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="font-medium text-accent-text underline underline-offset-4">
      {children}
    </a>
  );
}
