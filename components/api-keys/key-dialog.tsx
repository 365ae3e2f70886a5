"use client";
import { ChangeKeyDialog } from "@/components/api-keys/change-key-dialog";
import type { KeyAction } from "@/components/api-keys/key-menu";
import { RevokeKeyDialog } from "@/components/api-keys/revoke-key-dialog";
import { RotateKeyDialog } from "@/components/api-keys/rotate-key-dialog";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

type Props = { kind: KeyAction; apiKey: ApiKeyDto; origin: string; onClose: () => void };

/** The dialog of one action on one key. */
export function KeyDialog({ kind, apiKey, origin, onClose }: Props) {
  switch (kind) {
    case "rotate":
      return <RotateKeyDialog apiKey={apiKey} origin={origin} onClose={onClose} />;
    case "change":
      return <ChangeKeyDialog apiKey={apiKey} onClose={onClose} />;
    case "revoke":
      return <RevokeKeyDialog apiKey={apiKey} onClose={onClose} />;
    default:
      return kind satisfies never;
  }
}
