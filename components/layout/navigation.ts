import {
  Activity,
  Archive,
  Bot,
  Building2,
  ChartColumn,
  CreditCard,
  DatabaseZap,
  Flag,
  Globe,
  Inbox,
  KeyRound,
  KeySquare,
  LayoutDashboard,
  LifeBuoy,
  LockKeyhole,
  type LucideIcon,
  Network,
  Palette,
  Plug,
  ScrollText,
  SearchCheck,
  Settings,
  ShieldCheck,
  Stamp,
  ToggleRight,
  UserRound,
  Users,
  UsersRound,
} from "lucide-react";
import type { Permission } from "@/lib/access/permissions";

/** An item needs a text in `layout.nav`: one without it does not compile. */
export type NavigationId = keyof typeof import("@/components/i18n/messages/en/layout.json")["nav"];

/** Sections of the settings menu, which takes the sidebar over while one of their pages is open. */
export const SETTINGS_SECTIONS = ["workspace", "access", "billing", "developers", "data", "account"] as const;

export type NavigationSectionId =
  | "main"
  | "build"
  | "insights"
  | "people"
  | "operations"
  | "governance"
  | (typeof SETTINGS_SECTIONS)[number];

export type NavigationItem = {
  id: NavigationId;
  href: string;
  icon: LucideIcon;
  section: NavigationSectionId;
  /** Hidden from who lacks it. */
  permission?: Permission;
  /** Stays visible with a lock and the plan's name when the plan lacks it. */
  feature?: string;
  /** Second key of the `g …` shortcut. */
  shortcut?: string;
};

const MAIN_NAVIGATION: readonly NavigationItem[] = [
  { id: "overview", href: "/", icon: LayoutDashboard, section: "main", shortcut: "o" },
  { id: "agents", href: "/agents", icon: Bot, section: "build", permission: "agents:read", shortcut: "a" },
  {
    id: "usage",
    href: "/usage",
    icon: ChartColumn,
    section: "insights",
    permission: "usage:read",
    shortcut: "u",
  },
  {
    id: "analytics",
    href: "/analytics",
    icon: Activity,
    section: "insights",
    permission: "usage:read",
    shortcut: "y",
  },
  {
    id: "members",
    href: "/members",
    icon: Users,
    section: "people",
    permission: "members:read",
    shortcut: "m",
  },
  {
    id: "teams",
    href: "/teams",
    icon: UsersRound,
    section: "people",
    permission: "teams:read",
    shortcut: "t",
  },
];

/** The settings menu: sections in the order of SETTINGS_SECTIONS, items in the order written here. */
const SETTINGS_NAVIGATION: readonly NavigationItem[] = [
  {
    id: "general",
    href: "/settings",
    icon: Settings,
    section: "workspace",
    permission: "tenant:read",
    shortcut: "s",
  },
  {
    id: "branding",
    href: "/settings/branding",
    icon: Palette,
    section: "workspace",
    permission: "tenant:read",
  },
  {
    id: "domains",
    href: "/settings/domains",
    icon: Globe,
    section: "workspace",
    permission: "domains:read",
  },
  {
    id: "featureToggles",
    href: "/settings/features",
    icon: ToggleRight,
    section: "workspace",
    permission: "tenant:read",
  },
  {
    id: "integrations",
    href: "/settings/integrations",
    icon: Plug,
    section: "workspace",
    permission: "integrations:read",
  },
  {
    id: "access",
    href: "/settings/access",
    icon: SearchCheck,
    section: "access",
    permission: "roles:read",
  },
  {
    id: "security",
    href: "/settings/security",
    icon: ShieldCheck,
    section: "access",
    permission: "security:read",
  },
  {
    id: "singleSignOn",
    href: "/settings/single-sign-on",
    icon: KeySquare,
    section: "access",
    permission: "sso:read",
  },
  {
    id: "ipAllowlist",
    href: "/settings/ip-allowlist",
    icon: Network,
    section: "access",
    permission: "security:read",
  },
  {
    id: "supportAccess",
    href: "/settings/support",
    icon: LifeBuoy,
    section: "access",
    permission: "support:read",
  },
  {
    id: "isolation",
    href: "/settings/isolation",
    icon: ShieldCheck,
    section: "access",
    permission: "tenant:read",
  },
  {
    id: "billing",
    href: "/billing",
    icon: CreditCard,
    section: "billing",
    permission: "billing:read",
    shortcut: "b",
  },
  {
    id: "apiKeys",
    href: "/settings/api-keys",
    icon: KeyRound,
    section: "developers",
    permission: "api_keys:read",
    shortcut: "k",
  },
  {
    id: "serviceAccounts",
    href: "/settings/service-accounts",
    icon: Bot,
    section: "developers",
    permission: "service_accounts:read",
  },
  { id: "exports", href: "/settings/exports", icon: Archive, section: "data", permission: "data:export" },
  { id: "data", href: "/settings/data", icon: Stamp, section: "data", permission: "data:export" },
  { id: "profile", href: "/profile", icon: UserRound, section: "account", shortcut: "p" },
  {
    id: "personalTokens",
    href: "/profile/tokens",
    icon: KeyRound,
    section: "account",
    permission: "personal_tokens:create",
  },
];

/** Every page of a tenant's portal: sidebar, palette, shortcuts and breadcrumbs are drawn from this list. */
export const PORTAL_NAVIGATION: readonly NavigationItem[] = [...MAIN_NAVIGATION, ...SETTINGS_NAVIGATION];

/** Every page of the back-office. */
export const ADMIN_NAVIGATION: readonly NavigationItem[] = [
  { id: "tenants", href: "/", icon: Building2, section: "operations", shortcut: "t" },
  { id: "featureFlags", href: "/feature-flags", icon: Flag, section: "operations", shortcut: "f" },
  { id: "migrations", href: "/migrations", icon: DatabaseZap, section: "operations", shortcut: "m" },
  { id: "approvals", href: "/approvals", icon: Inbox, section: "operations", shortcut: "q" },
  { id: "performance", href: "/performance", icon: Activity, section: "operations", shortcut: "p" },
  { id: "isolation", href: "/isolation", icon: ShieldCheck, section: "governance", shortcut: "i" },
  { id: "keys", href: "/keys", icon: LockKeyhole, section: "governance", shortcut: "k" },
  { id: "supportSessions", href: "/support", icon: LifeBuoy, section: "governance", shortcut: "v" },
  { id: "auditLog", href: "/audit", icon: ScrollText, section: "governance", shortcut: "a" },
  {
    id: "platformSettings",
    href: "/settings",
    icon: Settings,
    section: "governance",
    shortcut: "s",
  },
  { id: "profile", href: "/profile", icon: UserRound, section: "account" },
];

export type FeatureState = {
  enabled: boolean;
  /** Name of the cheapest plan that has it, for the lock's badge. */
  planName?: string | undefined;
};

export type VisibleItem = NavigationItem & { lockedByPlan: string | undefined };

/** What one person sees: items without permission vanish, items outside the plan stay and are marked. */
export function visibleNavigation(
  items: readonly NavigationItem[],
  permissions: readonly string[],
  features: Readonly<Record<string, FeatureState>>,
): VisibleItem[] {
  return items
    .filter((item) => !item.permission || permissions.includes(item.permission))
    .map((item) => {
      const feature = item.feature ? features[item.feature] : undefined;
      return { ...item, lockedByPlan: feature && !feature.enabled ? (feature.planName ?? "") : undefined };
    });
}

/** Whether an item belongs to the settings menu. */
export function isSettingsItem(item: Pick<NavigationItem, "section">): boolean {
  return SETTINGS_SECTIONS.some((section) => section === item.section);
}

/** The item whose address is the longest prefix of the current path. */
export function currentItem<T extends { href: string }>(
  items: readonly T[],
  pathname: string,
): T | undefined {
  return items
    .filter((item) => {
      return item.href === "/"
        ? pathname === "/"
        : pathname === item.href || pathname.startsWith(`${item.href}/`);
    })
    .sort((a, b) => b.href.length - a.href.length)[0];
}
