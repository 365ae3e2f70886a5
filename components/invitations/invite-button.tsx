"use client";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy } from "react";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import type { SeatsDto } from "@/lib/access/seats/schema";

const InviteDialog = lazy(async () => ({
  default: (await import("@/components/invitations/invite-dialog")).InviteDialog,
}));

type Props = { roles: readonly RoleChoice[]; seats: SeatsDto; upgradeHref: string | null };

/** Opens the invite dialog; `?dialog=invite` does the same. */
export function InviteButton({ roles, seats, upgradeHref }: Props) {
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
          seats={seats}
          upgradeHref={upgradeHref}
        />
      </OnceOpen>
    </>
  );
}
