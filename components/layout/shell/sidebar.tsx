"use client";
import { ArrowLeft, Settings } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import {
  ADMIN_NAVIGATION,
  currentItem,
  isSettingsItem,
  PORTAL_NAVIGATION,
  SETTINGS_SECTIONS,
  type VisibleItem,
  visibleNavigation,
} from "@/components/layout/navigation";
import { useShell } from "@/components/layout/shell/shell-context";
import { TenantSwitcher } from "@/components/layout/shell/tenant-switcher";
import { cn } from "@/components/ui/cn";
import { Logo } from "@/components/ui/display/logo";
import { PlanBadge } from "@/components/ui/display/plan-badge";

/** The pages this person can reach, in the order of the registry. */
export function useNavigation(): VisibleItem[] {
  const { kind, permissions, features } = useShell();
  const items = kind === "admin" ? ADMIN_NAVIGATION : PORTAL_NAVIGATION;
  return visibleNavigation(items, permissions, features);
}

type Props = { footer?: ReactNode; onNavigate?: () => void };

/** Switcher, navigation and usage; beside the page on a desktop, in a drawer on a phone. */
export function Sidebar({ footer, onNavigate }: Props) {
  const t = useTranslations("layout");
  const shell = useShell();
  return (
    <>
      <div className="flex h-14 shrink-0 items-center px-3">
        {shell.kind === "admin" ? (
          <span className="flex items-center gap-2 px-2">
            <Logo />
            <span className="rounded-full bg-accent px-2 py-0.5 font-medium text-2xs text-accent-fg">
              {t("backOffice")}
            </span>
          </span>
        ) : (
          <TenantSwitcher />
        )}
      </div>
      <NavigationList onNavigate={onNavigate} />
      {footer ? <div className="mt-auto border-t p-4">{footer}</div> : null}
    </>
  );
}

function NavigationList({ onNavigate }: { onNavigate: (() => void) | undefined }) {
  const t = useTranslations("layout");
  const items = useNavigation();
  const current = currentItem(items, usePathname());
  const settings = items.filter(isSettingsItem);
  const inSettings = current !== undefined && isSettingsItem(current);
  const shown = inSettings ? settings : items.filter((item) => !isSettingsItem(item));
  const sections = [...new Set(shown.map((item) => item.section))].sort(bySettingsOrder);
  const entry = inSettings ? undefined : settings[0];
  return (
    <nav
      aria-label={inSettings ? t("settingsNavigation") : t("mainNavigation")}
      className="grid gap-4 overflow-y-auto px-3 pt-1 pb-4"
    >
      {inSettings ? <BackLink onNavigate={onNavigate} /> : null}
      {sections.map((section) => (
        <div key={section}>
          {section === "main" ? null : (
            <p className="mb-1 px-2 font-medium text-2xs text-fg-subtle">{t(`sections.${section}`)}</p>
          )}
          <ul className="grid gap-px">
            {shown
              .filter((item) => item.section === section)
              .map((item) => (
                <li key={item.id}>
                  <NavigationLink
                    item={item}
                    label={t(`nav.${item.id}`)}
                    isCurrent={item.id === current?.id}
                    onNavigate={onNavigate}
                  />
                </li>
              ))}
          </ul>
        </div>
      ))}
      {entry ? (
        <div className="border-t pt-4">
          <NavigationLink
            item={{ ...entry, icon: Settings, lockedByPlan: undefined }}
            label={t("settings")}
            isCurrent={false}
            onNavigate={onNavigate}
          />
        </div>
      ) : null}
    </nav>
  );
}

/** Settings sections in their fixed order, whatever the order in which pages were registered; others as they are. */
function bySettingsOrder(a: string, b: string): number {
  const order: readonly string[] = SETTINGS_SECTIONS;
  return order.indexOf(a) - order.indexOf(b);
}

function BackLink({ onNavigate }: { onNavigate: (() => void) | undefined }) {
  const t = useTranslations("layout");
  return (
    <Link
      href="/"
      onClick={onNavigate}
      className="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium transition-colors hover:bg-hover"
    >
      <ArrowLeft aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
      <span className="min-w-0 truncate">{t("back")}</span>
    </Link>
  );
}

type LinkProps = {
  item: VisibleItem;
  label: string;
  isCurrent: boolean;
  onNavigate: (() => void) | undefined;
};

function NavigationLink({ item, label, isCurrent, onNavigate }: LinkProps) {
  const t = useTranslations("layout");
  const waiting = useShell().counts?.[item.id] ?? 0;
  const Icon = item.icon;
  return (
    <Link
      href={item.href}
      aria-current={isCurrent ? "page" : undefined}
      onClick={onNavigate}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors",
        isCurrent ? "bg-hover font-medium text-fg" : "text-fg-muted hover:bg-hover hover:text-fg",
      )}
    >
      <Icon
        aria-hidden="true"
        className={cn("size-4 shrink-0", isCurrent ? "text-accent-text" : "text-fg-subtle")}
      />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {waiting > 0 ? (
        <span className="tabular rounded-full bg-accent px-1.5 font-medium text-2xs text-accent-fg">
          <span aria-hidden="true">{waiting}</span>
          <span className="sr-only">{t("waiting", { count: waiting })}</span>
        </span>
      ) : null}
      {item.lockedByPlan !== undefined ? <PlanBadge plan={item.lockedByPlan} locked /> : null}
    </Link>
  );
}
