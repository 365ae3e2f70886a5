"use client";
import {
  Bot,
  Building2,
  KeyRound,
  Languages,
  type LucideIcon,
  Monitor,
  Moon,
  Plus,
  Sun,
  UserPlus,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { saveLocale, saveTheme } from "@/components/layout/preferences";
import { type ShellData, useShell } from "@/components/layout/shell/shell-context";
import { useNavigation } from "@/components/layout/shell/sidebar";
import type { Permission } from "@/lib/access/permissions";
import { LOCALES, THEMES } from "@/lib/core/locale";

export type Command = { id: string; label: string; icon: LucideIcon; shortcut?: string; run: () => void };
export type CommandGroup = { id: "navigate" | "actions" | "tenants" | "preferences"; commands: Command[] };

type Action = {
  id: "invite" | "addAgent" | "createKey";
  href: string;
  icon: LucideIcon;
  permission: Permission;
};

// `?dialog=` opens the page's own dialog, so that an action exists once.
const ACTIONS: readonly Action[] = [
  { id: "invite", href: "/members?dialog=invite", icon: UserPlus, permission: "members:invite" },
  { id: "addAgent", href: "/agents?dialog=add", icon: Bot, permission: "agents:create" },
  {
    id: "createKey",
    href: "/settings/api-keys?dialog=create",
    icon: KeyRound,
    permission: "api_keys:create",
  },
];

const THEME_ICONS = { light: Sun, dark: Moon, system: Monitor };

/** Everything the palette offers this person, drawn from the navigation registry and the shell's facts. */
export function useCommands(): CommandGroup[] {
  const t = useTranslations("layout");
  const shell = useShell();
  const router = useRouter();
  const pages = useNavigation().map((item) => ({
    id: `page-${item.id}`,
    label: t(`nav.${item.id}`),
    icon: item.icon,
    ...(item.shortcut ? { shortcut: `g ${item.shortcut}` } : {}),
    run: () => router.push(item.href),
  }));
  const actions = ACTIONS.filter((action) => isOffered(action, shell)).map((action) => ({
    id: `action-${action.id}`,
    label: t(`palette.actions.${action.id}`),
    icon: action.icon,
    run: () => router.push(action.href),
  }));
  const themes = THEMES.map((theme) => ({
    id: `theme-${theme}`,
    label: `${t("theme.label")}: ${t(`theme.${theme}`)}`,
    icon: THEME_ICONS[theme],
    run: () => saveTheme(theme, true),
  }));
  const locales = LOCALES.map((locale) => ({
    id: `locale-${locale}`,
    label: `${t("locale.label")}: ${t(`locale.${locale}`)}`,
    icon: Languages,
    run: () => {
      saveLocale(locale, true);
      router.refresh();
    },
  }));
  const groups: CommandGroup[] = [
    { id: "navigate", commands: pages },
    { id: "actions", commands: actions },
    { id: "tenants", commands: tenantCommands(shell, t("tenants.create")) },
    { id: "preferences", commands: [...themes, ...locales] },
  ];
  return groups.filter((group) => group.commands.length > 0);
}

function isOffered(action: Action, shell: ShellData): boolean {
  return shell.kind === "portal" && shell.permissions.includes(action.permission);
}

function tenantCommands(shell: ShellData, createLabel: string): Command[] {
  const others = shell.tenants.filter((tenant) => tenant.id !== shell.tenant?.id);
  const commands: Command[] = others.map((tenant) => ({
    id: `tenant-${tenant.id}`,
    label: tenant.name,
    icon: Building2,
    run: () => window.location.assign(tenant.href),
  }));
  const { createTenantHref } = shell;
  if (createTenantHref) {
    commands.push({
      id: "tenant-create",
      label: createLabel,
      icon: Plus,
      run: () => window.location.assign(createTenantHref),
    });
  }
  return commands;
}

/** Keeps commands whose label has every word of the query, in any order. */
export function filterCommands(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => ({
      ...group,
      commands: group.commands.filter((command) => {
        const label = command.label.toLowerCase();
        return words.every((word) => label.includes(word));
      }),
    }))
    .filter((group) => group.commands.length > 0);
}
