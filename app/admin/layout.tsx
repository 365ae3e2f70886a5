import type { ReactNode } from "react";
import { AdminShell } from "@/components/layout/shell/admin-shell";
import { currentRequest } from "@/lib/access/require-context";
import { avatarVersions } from "@/lib/auth/avatar/avatar-versions";
import { countOpenApprovals } from "@/lib/back-office/approvals/list-approvals";
import { avatarUrl } from "@/lib/core/avatar-url";

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const request = await currentRequest();
  // No boundary: every page calls requireStaff() itself and decides what strangers see.
  if (request.kind !== "staff") return children;
  const { userId, name, email } = request.ctx.actor;
  const picture = avatarUrl(userId, (await avatarVersions([userId])).get(userId));
  const counts = { approvals: await countOpenApprovals(request.ctx) };
  return (
    <AdminShell user={{ name: name || email, email, picture }} counts={counts}>
      {children}
    </AdminShell>
  );
}
