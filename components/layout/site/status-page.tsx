import type { ReactNode } from "react";
import { Logo } from "@/components/ui/display/logo";

type Props = {
  /** Small code above the title, such as 404. */
  code?: string;
  title: string;
  description: string;
  /** What the reader can do now. */
  children?: ReactNode;
};

/** A whole page that says one thing: not found, failed, no access. */
export function StatusPage({ code, title, description, children }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center px-6 py-16">
      <div className="w-full max-w-md">
        <Logo className="mb-8" />
        {code ? <p className="mb-2 font-mono text-fg-subtle text-sm">{code}</p> : null}
        <h1 className="font-semibold text-2xl">{title}</h1>
        <p className="mt-2 text-fg-muted">{description}</p>
        {children ? <div className="mt-6 flex flex-wrap items-center gap-3">{children}</div> : null}
      </div>
    </main>
  );
}
