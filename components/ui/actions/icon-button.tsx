import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import { Tooltip } from "@/components/ui/overlays/tooltip";

type Props = Omit<ComponentProps<typeof Button>, "aria-label" | "children" | "size"> & {
  /** Accessible name, also shown as the tooltip. */
  label: string;
  /** A 16 px icon. */
  icon: ReactNode;
  size?: "sm" | "md";
};

/** A square button for toolbars and table rows, where a word would not fit; the tooltip shows its name. */
export function IconButton({ label, icon, size = "md", variant = "ghost", ...props }: Props) {
  return (
    <Tooltip content={label} describes={false}>
      <Button {...props} variant={variant} size={size === "sm" ? "icon-sm" : "icon"} aria-label={label}>
        {icon}
      </Button>
    </Tooltip>
  );
}
