import type { ReactNode } from "react";
import { DocsNav } from "./docs-nav";
import type { EndpointGroup } from "./openapi-model";

type Props = { groups: readonly EndpointGroup[]; current: string | null; children: ReactNode };

/** Contents at the left, text at the right; one column on a phone. */
export function DocsFrame({ groups, current, children }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-8 px-4 py-10 sm:px-6 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-12">
      <DocsNav groups={groups} current={current} />
      <div className="grid min-w-0 content-start gap-10">{children}</div>
    </div>
  );
}
