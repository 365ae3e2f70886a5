"use client";
import { useShell } from "@/components/layout/shell/shell-context";

/** Whether the palette is there: a workspace can switch it off, the back-office always has it. */
export function useHasPalette(): boolean {
  return useShell().features.command_palette?.enabled !== false;
}
