"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { FeatureState, NavigationId } from "@/components/layout/navigation";
import type { BrandView } from "@/lib/access/brand/schema";

export type ShellTenant = {
  id: string;
  name: string;
  slug: string;
  /** Display name of the plan. */
  planName: string;
  /** Where choosing it leads, usually `<root>/switch?to=<slug>`. */
  href: string;
};

export type ShellData = {
  kind: "portal" | "admin";
  user: { name: string; email: string; picture?: string | undefined };
  /** The workspace on screen; absent in the back-office. */
  tenant?: ShellTenant;
  /** All workspaces of this person, the current one included. */
  tenants: readonly ShellTenant[];
  /** Where "Create workspace" leads; absent when the person may not. */
  createTenantHref?: string | undefined;
  permissions: readonly string[];
  features: Readonly<Record<string, FeatureState>>;
  /** The workspace's own look; absent where it has none. */
  brand?: BrandView | undefined;
  /** How much waits behind an item of the navigation. */
  counts?: Partial<Record<NavigationId, number>>;
};

const ShellContext = createContext<ShellData | null>(null);

/** Gives sidebar, palette and menus the facts the server decided. */
export function ShellProvider({ value, children }: { value: ShellData; children: ReactNode }) {
  return <ShellContext value={value}>{children}</ShellContext>;
}

/** @throws Error outside PortalShell and AdminShell. */
export function useShell(): ShellData {
  const value = useContext(ShellContext);
  if (!value) throw new Error("useShell needs a PortalShell or AdminShell above it.");
  return value;
}

/** Whether to show a control; the server decides again whatever this says. */
export function useCan(permission: string): boolean {
  return useShell().permissions.includes(permission);
}
