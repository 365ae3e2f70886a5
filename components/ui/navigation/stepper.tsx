import { Check } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

export type Step = {
  id: string;
  label: string;
  href?: string;
  state: "done" | "current" | "todo" | "failed";
};

type Props = { steps: readonly Step[] };

/** Where one is in a wizard; steps already done may link back. */
export function Stepper({ steps }: Props) {
  const t = useTranslations("ui.stepper");
  const currentIndex = steps.findIndex((step) => step.state === "current");
  return (
    <nav aria-label={t("label")} data-slot="stepper">
      <ol className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        {steps.map((step, index) => {
          const content = (
            <>
              <span
                aria-hidden="true"
                className={cn(
                  "tabular grid size-5 place-items-center rounded-full border font-medium text-2xs",
                  step.state === "done" && "border-accent bg-accent text-accent-fg",
                  step.state === "current" && "border-accent text-accent-text",
                  step.state === "todo" && "border-line-strong text-fg-subtle",
                  step.state === "failed" && "border-danger text-danger-text",
                )}
              >
                {step.state === "done" ? <Check strokeWidth={3} className="size-3" /> : index + 1}
              </span>
              <span className={step.state === "current" ? "font-medium text-fg" : "text-fg-muted"}>
                {step.label}
              </span>
              {step.state === "done" ? <span className="sr-only">({t("done")})</span> : null}
            </>
          );
          return (
            <li
              key={step.id}
              aria-current={index === currentIndex ? "step" : undefined}
              className={cn("items-center gap-3 sm:flex", index === currentIndex ? "flex" : "hidden")}
            >
              {step.href && step.state === "done" ? (
                <Link href={step.href} className="flex items-center gap-2 rounded-sm hover:text-fg">
                  {content}
                </Link>
              ) : (
                <span className="flex items-center gap-2">{content}</span>
              )}
              {index < steps.length - 1 ? (
                <span aria-hidden="true" className="hidden h-px w-6 bg-line-strong sm:block" />
              ) : null}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
