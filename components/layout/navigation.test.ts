import { describe, expect, it } from "vitest";
import en from "@/components/i18n/messages/en";
import {
  ADMIN_NAVIGATION,
  currentItem,
  type NavigationItem,
  PORTAL_NAVIGATION,
  visibleNavigation,
} from "@/components/layout/navigation";
import { PERMISSION_KEYS } from "@/lib/access/permissions";

const ids = (items: readonly { id: string }[]) => items.map((item) => item.id);

describe("visibleNavigation", () => {
  it("hides what a viewer may not use", () => {
    const visible = ids(visibleNavigation(PORTAL_NAVIGATION, ["agents:read", "usage:read"], {}));
    expect(visible).toEqual(["overview", "agents", "usage", "analytics", "profile"]);
  });

  it("shows everything to someone who holds every permission", () => {
    expect(visibleNavigation(PORTAL_NAVIGATION, PERMISSION_KEYS, {})).toHaveLength(PORTAL_NAVIGATION.length);
  });

  it("keeps what the plan lacks, marked with the plan that has it", () => {
    const items: NavigationItem[] = PORTAL_NAVIGATION.map((item) => ({ ...item, feature: "analytics" }));
    const [first] = visibleNavigation(items, PERMISSION_KEYS, {
      analytics: { enabled: false, planName: "Professional" },
    });
    expect(first?.lockedByPlan).toBe("Professional");
  });
});

describe("currentItem", () => {
  it.each([
    ["/", "overview"],
    ["/agents/0198", "agents"],
    ["/settings", "general"],
    ["/settings/api-keys", "apiKeys"],
    ["/settings/service-accounts", "serviceAccounts"],
    ["/agentsx", undefined],
  ])("marks the page of %s", (path, expected) => {
    expect(currentItem(PORTAL_NAVIGATION, path)?.id).toBe(expected);
  });
});

describe("the registry", () => {
  it.each([
    ["portal", PORTAL_NAVIGATION],
    ["back-office", ADMIN_NAVIGATION],
  ])("of the %s names every item and uses no shortcut twice", (_name, items) => {
    for (const item of items) expect(en.layout.nav).toHaveProperty(item.id);
    const shortcuts = items.flatMap((item) => item.shortcut ?? []);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });
});
