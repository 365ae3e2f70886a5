import {
  Bot,
  ChartLine,
  ClipboardCheck,
  Compass,
  Headset,
  Languages,
  Library,
  Lightbulb,
  type LucideIcon,
  NotebookPen,
  Scale,
  Search,
  ShieldCheck,
  Workflow,
} from "lucide-react";
import { agentSpec, type AgentIcon as IconName } from "@/lib/agents/catalogue";

const ICONS: Record<IconName, LucideIcon> = {
  compass: Compass,
  "shield-check": ShieldCheck,
  lightbulb: Lightbulb,
  workflow: Workflow,
  library: Library,
  "notebook-pen": NotebookPen,
  scale: Scale,
  search: Search,
  headset: Headset,
  "chart-line": ChartLine,
  "clipboard-check": ClipboardCheck,
  languages: Languages,
};

/** The sign of a catalogue agent in a small square; decorative, so show its name beside it. */
export function AgentIcon({ catalogueKey }: { catalogueKey: string }) {
  const spec = agentSpec(catalogueKey);
  const Icon = spec ? ICONS[spec.icon] : Bot;
  return (
    <span
      data-slot="agent-icon"
      className="grid size-8 shrink-0 place-items-center rounded-md border bg-inset text-fg-muted"
    >
      <Icon aria-hidden="true" className="size-4" />
    </span>
  );
}
