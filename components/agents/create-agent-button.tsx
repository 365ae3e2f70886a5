"use client";
import { Plus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Button } from "@/components/ui/actions/button";

/** The dialog's place in the URL: `?dialog=create`. */
export function useCreateDialog() {
  return useQueryState("dialog", parseAsStringLiteral(["create"]));
}

/** Opens the create dialog. */
export function CreateAgentButton({ label, primary = false }: { label: string; primary?: boolean }) {
  const [, setDialog] = useCreateDialog();
  return (
    <Button variant={primary ? "primary" : "secondary"} onClick={() => void setDialog("create")}>
      <Plus aria-hidden="true" className="size-4" />
      {label}
    </Button>
  );
}
