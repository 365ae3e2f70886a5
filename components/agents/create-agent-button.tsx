"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { useUrlDialog } from "@/components/ui/use-url-state";

/** Opens the create dialog. */
export function CreateAgentButton({ label, primary = false }: { label: string; primary?: boolean }) {
  const [, setOpen] = useUrlDialog("create");
  return (
    <Button variant={primary ? "primary" : "secondary"} onClick={() => setOpen(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {label}
    </Button>
  );
}
