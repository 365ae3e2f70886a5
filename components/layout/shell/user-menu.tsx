"use client";
import { Keyboard, LogOut, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { openPalette } from "@/components/layout/palette/palette-events";
import { useShell } from "@/components/layout/shell/shell-context";
import { Avatar } from "@/components/ui/display/avatar";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { DropdownMenu } from "@/components/ui/overlays/dropdown-menu";
import { api } from "@/lib/api/client";

/** Ends the session on every host and goes where the server says. */
export async function signOut(): Promise<void> {
  const { url } = await api.post<{ url: string }>("/api/auth-flows/sign-out");
  window.location.assign(url);
}

/** Who is signed in, the own profile and signing out. */
export function UserMenu() {
  const t = useTranslations("layout.account");
  const { user } = useShell();
  const showFailure = useFailureToast();
  const profile = {
    label: t("profile"),
    href: "/profile",
    icon: <UserRound aria-hidden="true" className="size-4" />,
  };
  return (
    <DropdownMenu
      header={
        <>
          <span className="block truncate font-medium text-fg">{user.name}</span>
          <span className="block truncate text-fg-subtle text-xs">{user.email}</span>
        </>
      }
      sections={[
        {
          items: [
            profile,
            {
              label: t("shortcuts"),
              icon: <Keyboard aria-hidden="true" className="size-4" />,
              onSelect: () => openPalette("shortcuts"),
            },
          ],
        },
        {
          items: [
            {
              label: t("signOut"),
              icon: <LogOut aria-hidden="true" className="size-4" />,
              onSelect: () => void signOut().catch(showFailure),
            },
          ],
        },
      ]}
      trigger={(props) => (
        <button
          {...props}
          type="button"
          aria-label={t("menu", { name: user.name })}
          className="ml-1 grid size-8 shrink-0 place-items-center rounded-full"
        >
          <Avatar name={user.name} src={user.picture} />
        </button>
      )}
    />
  );
}
