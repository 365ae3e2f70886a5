import type { ReactNode } from "react";
import { AdminShell } from "@/components/layout/shell/admin-shell";
import { currentRequest } from "@/lib/access/require-context";
import { countOpenApprovals } from "@/lib/back-office/approvals/list-approvals";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const request = await currentRequest();
  // No boundary: every page calls requireStaff() itself and decides what strangers see.
  if (request.kind !== "staff") return children;
  const { name, email } = request.ctx.actor;
  const counts = { approvals: await countOpenApprovals(request.ctx) };
  return (
    <AdminShell user={{ name: name || email, email }} counts={counts}>
      {children}
    </AdminShell>
  );
}
