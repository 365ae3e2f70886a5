import type { ReactNode } from "react";
import type { ShellData } from "@/components/layout/shell/shell-context";
import { ShellFrame } from "@/components/layout/shell/shell-frame";

type Props = {
  user: { name: string; email: string; picture?: string | undefined };
  permissions?: readonly string[];
  counts?: ShellData["counts"];
  banners?: ReactNode;
  children: ReactNode;
};

/** Frame of the back-office: its own accent and label, so that staff always see which side they are on. */
export function AdminShell({ user, permissions, counts = {}, banners, children }: Props) {
  return (
    <ShellFrame
      value={{ kind: "admin", user, tenants: [], permissions: permissions ?? [], features: {}, counts }}
      banners={banners}
    >
      {children}
    </ShellFrame>
  );
}
