import { Lock } from "lucide-react";
import { Badge } from "@/components/ui/display/badge";

type Props = {
  /** Name of the plan. */
  plan: string;
  /** Not included in the current plan: shows a lock. */
  locked?: boolean;
};

/** The name of a plan, with a lock when something needs it. */
export function PlanBadge({ plan, locked = false }: Props) {
  return (
    <Badge tone={locked ? "accent" : "neutral"}>
      {locked ? <Lock aria-hidden="true" /> : null}
      {plan}
    </Badge>
  );
}
