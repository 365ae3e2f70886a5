import type { ComponentProps } from "react";
import { type ButtonVariants, buttonVariants } from "@/components/ui/actions/button-variants";
import { cn } from "@/components/ui/cn";

/**
 * A link that looks like a button, without client navigation: for another host, a download or a mail address. Pages that
 * must stay light use it by itself: it does not bring the router's link along.
 */
export function PlainButtonLink({
  variant,
  size,
  block,
  className,
  ...props
}: ComponentProps<"a"> & ButtonVariants) {
  return (
    <a
      {...props}
      data-slot="button-link"
      className={cn(buttonVariants({ variant, size, block }), className)}
    />
  );
}
