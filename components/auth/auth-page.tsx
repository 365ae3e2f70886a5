import type { ReactNode } from "react";
import { Translations } from "@/components/i18n/translations";
import { AuthCard } from "@/components/layout/site/auth-card";
import { AuthShell } from "@/components/layout/site/auth-shell";

type Props = { title: string; description?: ReactNode; footer?: ReactNode; children: ReactNode };

/** Frame, card and texts of every page on which one signs up or in. */
export function AuthPage({ children, ...card }: Props) {
  return (
    <AuthShell>
      <AuthCard {...card}>
        <Translations namespaces={["auth"]}>{children}</Translations>
      </AuthCard>
    </AuthShell>
  );
}
