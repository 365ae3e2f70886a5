"use client";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy } from "react";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import { useUrlDialog } from "@/components/ui/use-url-state";
import type { SeatsDto } from "@/lib/access/seats/schema";

const InviteDialog = lazy(async () => ({
  default: (await import("@/components/invitations/invite-dialog")).InviteDialog,
}));

type Props = { roles: readonly RoleChoice[]; seats: SeatsDto; upgradeHref: string | null };

/** Opens the invite dialog; `?dialog=invite` does the same. */
export function InviteButton({ roles, seats, upgradeHref }: Props) {
  const t = useTranslations("invitations");
  const [isOpen, setOpen] = useUrlDialog("invite");
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden="true" className="size-4" />
        {t("invite")}
      </Button>
      <OnceOpen open={isOpen}>
        <InviteDialog
          open={isOpen}
          onOpenChange={setOpen}
          roles={roles}
          seats={seats}
          upgradeHref={upgradeHref}
        />
      </OnceOpen>
    </>
  );
}
