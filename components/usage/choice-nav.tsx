import { Lock } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/ui/cn";

type Choice = {
  href: string;
  label: string;
  isCurrent: boolean;
  /** Says which plan has it; shown as a lock. */
  lockedText?: string | undefined;
};

/** Choices that live in the address, as links: they work without script and can be shared. */
export function ChoiceNav({
  label,
  choices,
  look,
}: {
  label: string;
  choices: readonly Choice[];
  look: "tabs" | "pills";
}) {
  return (
    <nav aria-label={label} className={cn("min-w-0 overflow-x-auto", look === "tabs" && "border-b")}>
      <ul className={cn("flex", look === "tabs" ? "gap-5" : "w-fit gap-1 rounded-lg border bg-inset p-0.5")}>
        {choices.map(({ href, label: text, isCurrent, lockedText }) => (
          <li key={href}>
            <Link
              href={href}
              scroll={false}
              aria-current={isCurrent ? "page" : undefined}
              className={cn(
                "focus-inset relative flex items-center whitespace-nowrap text-sm",
                look === "tabs" ? "h-9 border-b-2 px-1" : "h-7 rounded-md px-2.5",
                look === "tabs" && (isCurrent ? "border-accent" : "border-transparent"),
                isCurrent ? "font-medium text-fg" : "text-fg-muted hover:text-fg",
                look === "pills" && isCurrent && "border bg-surface",
              )}
            >
              {text}
              {lockedText ? (
                <>
                  <Lock aria-hidden="true" className="ml-1.5 size-3 text-fg-subtle" />
                  <span className="sr-only">{lockedText}</span>
                </>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
