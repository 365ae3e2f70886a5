"use client";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy } from "react";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { OnceOpen } from "@/components/ui/overlays/once-open";

const InviteDialog = lazy(async () => ({
  default: (await import("@/components/invitations/invite-dialog")).InviteDialog,
}));

/** Opens the invite dialog; `?dialog=invite` does the same. */
export function InviteButton({ roles }: { roles: readonly RoleChoice[] }) {
  const t = useTranslations("invitations");
  const [dialog, setDialog] = useQueryState("dialog", parseAsStringLiteral(["invite"]));
  return (
    <>
      <Button variant="primary" onClick={() => void setDialog("invite")}>
        <UserPlus aria-hidden="true" className="size-4" />
        {t("invite")}
      </Button>
      <OnceOpen open={dialog === "invite"}>
        <InviteDialog
          open={dialog === "invite"}
          onOpenChange={(open) => void setDialog(open ? "invite" : null)}
          roles={roles}
        />
      </OnceOpen>
    </>
  );
}
