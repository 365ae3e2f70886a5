"use client";
import type { LucideIcon } from "lucide-react";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

type Props = {
  icon: LucideIcon;
  title: string;
  description: string;
  /** The plans and how the way there is called; none for who cannot choose one. */
  plans: { href: string | undefined; label: string };
};

/** In place of a list whose feature the plan does not have. */
export function PlanLocked({ icon, title, description, plans }: Props) {
  return (
    <EmptyState
      icon={icon}
      title={title}
      description={description}
      action={
        plans.href ? (
          <ButtonLink href={plans.href} variant="primary">
            {plans.label}
          </ButtonLink>
        ) : undefined
      }
    />
  );
}
