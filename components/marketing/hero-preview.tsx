import { Bot } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Meter } from "@/components/ui/feedback/meter";

const AGENTS = [
  { name: "strategist", role: "strategistRole", isActive: true },
  { name: "guardian", role: "guardianRole", isActive: true },
  { name: "ideas", role: "ideasRole", isActive: false },
] as const;

/** A glimpse of a workspace, drawn with the product's own parts. Decoration: the text beside it says it all. */
export function HeroPreview() {
  const t = useTranslations("landing.preview");
  return (
    <div
      aria-hidden="true"
      className="select-none overflow-hidden rounded-xl border border-line-strong bg-surface"
    >
      <div className="flex items-center justify-between border-b bg-inset px-4 py-2.5">
        <p className="flex items-center gap-2 font-medium">
          <span className="grid size-5 place-items-center rounded-sm bg-accent text-2xs text-accent-fg">
            N
          </span>
          {t("workspace")}
        </p>
        <Badge>Professional</Badge>
      </div>
      <ul>
        {AGENTS.map(({ name, role, isActive }) => (
          <li key={name} className="flex items-center gap-3 border-b px-4 py-3">
            <span className="grid size-8 shrink-0 place-items-center rounded-md border bg-inset text-fg-muted">
              <Bot className="size-4" />
            </span>
            <span className="grid min-w-0 flex-1">
              <span className="truncate font-medium">{t(name)}</span>
              <span className="truncate text-fg-subtle text-sm">{t(role)}</span>
            </span>
            <StatusDot tone={isActive ? "success" : "neutral"} className="text-sm">
              {t(isActive ? "running" : "idle")}
            </StatusDot>
          </li>
        ))}
      </ul>
      <div className="px-4 py-4">
        <Meter label={t("usage")} used={6_412} limit={10_000} />
      </div>
    </div>
  );
}
