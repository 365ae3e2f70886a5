import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import CommandPalette from "@/components/layout/palette/command-palette";
import { type ShellData, ShellProvider } from "@/components/layout/shell/shell-context";
import { renderUi } from "@/components/ui/testing/render-ui";

const push = vi.hoisted(() => vi.fn());
// The router is Next's, not ours: outside a running Next it does not exist.
vi.mock("next/navigation", () => ({ useRouter: () => ({ push, refresh: vi.fn() }), usePathname: () => "/" }));

afterEach(() => {
  cleanup();
  push.mockReset();
});

const acme = { id: "1", name: "Acme", slug: "acme", planName: "Free", href: "/switch?to=acme" };
const globex = { id: "2", name: "Globex", slug: "globex", planName: "Free", href: "/switch?to=globex" };
const shell: ShellData = {
  kind: "portal",
  user: { name: "Anna", email: "anna@acme.example" },
  tenant: acme,
  tenants: [acme, globex],
  permissions: ["agents:read"],
  features: {},
};

function renderPalette(data: Partial<ShellData> = {}) {
  const onOpenChange = vi.fn();
  renderUi(
    <ShellProvider value={{ ...shell, ...data }}>
      <CommandPalette open onOpenChange={onOpenChange} />
    </ShellProvider>,
  );
  return { field: screen.getByRole<HTMLInputElement>("combobox"), onOpenChange };
}

const labels = () =>
  screen.queryAllByRole("option").map((option) => option.querySelector("span")?.textContent);
const activeLabel = (field: HTMLElement) => {
  const id = field.getAttribute("aria-activedescendant") ?? "";
  return document.getElementById(id)?.querySelector("span")?.textContent;
};

describe("CommandPalette", () => {
  it("offers only the pages and actions that the permissions allow", () => {
    renderPalette();
    expect(labels()).toContain("Agents");
    expect(labels()).not.toContain("Members");
    expect(labels()).not.toContain("Invite people");
    cleanup();
    renderPalette({ permissions: ["members:read", "members:invite"] });
    expect(labels()).toContain("Invite people");
  });

  it("lists the other workspaces, not the one on screen", () => {
    renderPalette();
    expect(labels()).toContain("Globex");
    expect(labels()).not.toContain("Acme");
  });

  it("moves with the arrows, round the end, and tells which option is active", () => {
    const { field } = renderPalette();
    expect(activeLabel(field)).toBe("Overview");
    fireEvent.keyDown(field, { key: "ArrowDown" });
    expect(activeLabel(field)).toBe("Agents");
    fireEvent.keyDown(field, { key: "Home" });
    fireEvent.keyDown(field, { key: "ArrowUp" });
    expect(activeLabel(field)).toBe(labels().at(-1));
  });

  it("narrows by words in any order and opens the page with Enter", () => {
    const { field, onOpenChange } = renderPalette();
    fireEvent.change(field, { target: { value: "age" } });
    expect(labels()[0]).toBe("Agents");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(push).toHaveBeenCalledExactlyOnceWith("/agents");
    expect(onOpenChange).toHaveBeenCalledWith(false);
  });

  it("says that nothing matches, and then Enter does nothing", () => {
    const { field } = renderPalette();
    fireEvent.change(field, { target: { value: "zzz" } });
    expect(screen.getByRole("status").textContent).toBe("Nothing matches. Try another word.");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(push).not.toHaveBeenCalled();
  });
});
