import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { DeleteRoleDialog } from "@/components/roles/delete-role-dialog";
import { renderUi } from "@/components/ui/testing/render-ui";
import type { RoleDto } from "@/lib/access/roles/schema";

afterEach(cleanup);

const role: RoleDto = {
  id: "019363c0-0000-7000-8000-000000000001",
  key: "helpers",
  name: "Helpers",
  description: "",
  built_in: false,
  rank: 10,
  permissions: [],
  denied: [],
  grantable: true,
  editable: true,
  member_count: 0,
  service_account_count: 0,
  group_count: 0,
  team_count: 0,
  key_count: 0,
  pending_invitations: 0,
  link_count: 0,
  connections: [],
  revision: 1,
};
const other: RoleDto = { ...role, id: "019363c0-0000-7000-8000-000000000002", key: "other", name: "Other" };

async function open(uses: Partial<RoleDto>): Promise<HTMLElement> {
  cleanup();
  renderUi(
    <DeleteRoleDialog
      role={{ ...role, ...uses }}
      roles={[role, other]}
      onClose={() => undefined}
      onDeleted={() => undefined}
    />,
  );
  // The dialog comes in a part of its own, whose first load can be slow beside other tests.
  return screen.findByRole("alertdialog", {}, { timeout: 10_000 });
}

test("whatever gives a role asks for the one that takes over, so that no use of it is a dead end", async () => {
  await open({});
  expect(screen.queryByRole("combobox")).toBeNull();
  const uses = [
    { use: { member_count: 2 }, words: "2 people" },
    { use: { service_account_count: 1 }, words: "1 service account" },
    { use: { key_count: 2 }, words: "2 keys" },
    { use: { group_count: 1 }, words: "1 group of a directory" },
    { use: { pending_invitations: 1 }, words: "1 open invitation" },
    { use: { link_count: 1 }, words: "the open links end" },
    { use: { connections: ["Okta"] }, words: "single sign-on (Okta)" },
  ];
  for (const { use, words } of uses) {
    const dialog = await open(use);
    expect(screen.getByRole("combobox")).toBeTruthy();
    expect(dialog.textContent).toContain(words);
  }
});
