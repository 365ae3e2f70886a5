import { getTranslations } from "next-intl/server";
import { Meter } from "@/components/ui/feedback/meter";

export type UsageEntry = {
  id: "apiCalls" | "agents" | "executions";
  used: number;
  /** `null`: no limit. */
  limit: number | null;
};

/** The plan's main limits at the foot of the sidebar. */
export async function UsageFooter({ entries }: { entries: readonly UsageEntry[] }) {
  const t = await getTranslations("layout.usage");
  return (
    <section aria-label={t("label")} className="grid gap-3">
      {entries.map((entry) => (
        <Meter key={entry.id} size="sm" label={t(entry.id)} used={entry.used} limit={entry.limit} />
      ))}
    </section>
  );
}
