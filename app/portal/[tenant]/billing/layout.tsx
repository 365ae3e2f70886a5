import type { ReactNode } from "react";
import { AppProviders } from "@/components/layout/providers";
import { AuthShell } from "@/components/layout/site/auth-shell";
import { currentRequest } from "@/lib/access/require-context";
import { hasCapability } from "@/lib/tenancy/capabilities";

/** Billing stays open while everything else is closed for an unpaid invoice: then it brings its own frame. */
export default async function BillingLayout({ children }: { children: ReactNode }) {
  const request = await currentRequest();
  if (request.kind !== "tenant") return children;
  const { status, billingState } = request.ctx.tenant;
  if (hasCapability(status, billingState, "read")) return children;
  return (
    <AppProviders>
      <AuthShell>
        <div className="mx-auto w-full max-w-6xl px-4 py-10 sm:px-6">{children}</div>
      </AuthShell>
    </AppProviders>
  );
}
