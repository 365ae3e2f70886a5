import { Check, Lock, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { PORTAL_NAVIGATION, visibleNavigation } from "@/components/layout/navigation";
import { usePermissionText } from "@/components/roles/use-permission-text";
import { Card } from "@/components/ui/display/card";
import type { RoleDecisions } from "@/lib/access/roles/schema";

type Props = { decisions: RoleDecisions["decisions"] };

/** The portal as somebody with one role has it: its pages, and what each permission would be answered. */
export function RoleAsView({ decisions }: Props) {
  const t = useTranslations("roleEditor.preview");
  const tNav = useTranslations("layout.nav");
  const text = usePermissionText();
  const allowed = decisions.filter((entry) => entry.allowed).map((entry) => entry.permission);
  const visible = new Set(visibleNavigation(PORTAL_NAVIGATION, allowed, {}).map((item) => item.id));
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card
        title={t("pages")}
        description={t("visible", { count: visible.size, total: PORTAL_NAVIGATION.length })}
        padding="flush"
      >
        <ul>
          {PORTAL_NAVIGATION.map((item) => (
            <Line
              key={item.id}
              isOpen={visible.has(item.id)}
              title={tNav(item.id)}
              detail={item.permission ? text.name(item.permission) : t("everybody")}
              answer={visible.has(item.id) ? t("opens") : t("hidden")}
            />
          ))}
        </ul>
      </Card>
      <Card
        title={t("actions")}
        description={t("may", { count: allowed.length, total: decisions.length })}
        padding="flush"
      >
        <ul>
          {decisions.map((entry) => (
            <Line
              key={entry.permission}
              isOpen={entry.allowed}
              title={text.name(entry.permission)}
              detail={text.about(entry.permission)}
              answer={entry.allowed ? t("allowed") : reasonText(t, entry.reason)}
              isLocked={entry.reason !== null && entry.reason !== "role_lacks_permission"}
            />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function reasonText(
  t: ReturnType<typeof useTranslations<"roleEditor.preview">>,
  reason: string | null,
): string {
  return t.has(`reasons.${reason}` as never) ? t(`reasons.${reason}` as never) : t("reasons.other");
}

type LineProps = { isOpen: boolean; title: string; detail: string; answer: string; isLocked?: boolean };

function Line({ isOpen, title, detail, answer, isLocked = false }: LineProps) {
  const Icon = isOpen ? Check : isLocked ? Lock : Minus;
  return (
    <li className="flex items-start justify-between gap-4 border-b px-5 py-2.5 text-sm last:border-0">
      <span className="grid min-w-0">
        <span className={isOpen ? "font-medium" : "text-fg-muted"}>{title}</span>
        <span className="text-fg-subtle">{detail}</span>
      </span>
      <span
        className={`flex shrink-0 items-center gap-1.5 ${isOpen ? "text-success-text" : "text-fg-muted"}`}
      >
        <Icon aria-hidden="true" className="size-4" />
        {answer}
      </span>
    </li>
  );
}
