"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeleteRoleDialog } from "@/components/roles/delete-role-dialog";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import type { RoleDto } from "@/lib/access/roles/schema";

type Props = {
  role: RoleDto;
  roles: readonly RoleDto[];
  may: { manage: boolean; remove: boolean };
};

/** What else can be done with the role on screen. */
export function RoleActions({ role, roles, may }: Props) {
  const t = useTranslations("roleEditor");
  const router = useRouter();
  const [isDeleting, setIsDeleting] = useState(false);
  return (
    <>
      <ButtonLink href={`/members/roles/${role.id}/preview`}>{t("previewLink")}</ButtonLink>
      {may.manage ? (
        <ButtonLink href={`/members/roles/new?from=${role.id}`}>{t("duplicate")}</ButtonLink>
      ) : null}
      {may.remove && role.editable ? (
        <Button onClick={() => setIsDeleting(true)}>{t("delete")}</Button>
      ) : null}
      {isDeleting ? (
        <DeleteRoleDialog
          role={role}
          roles={roles}
          onClose={() => setIsDeleting(false)}
          onDeleted={() => {
            router.push("/members/roles");
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}
