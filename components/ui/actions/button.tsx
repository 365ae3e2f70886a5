import type { ComponentProps } from "react";
import { type ButtonVariants, buttonVariants } from "@/components/ui/actions/button-variants";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/feedback/spinner";

type Props = ComponentProps<"button"> &
  ButtonVariants & {
    /** Shows a spinner, keeps the width and ignores clicks; stays focusable so that focus is not lost. */
    loading?: boolean;
  };

/**
 * A push button. `variant`: one `primary` per view, `secondary` for the rest, `ghost` in toolbars, `danger` to confirm a
 * loss. The label is a verb. Icons go inside at 16 px, beside the text. For navigation use `ButtonLink`.
 */
export function Button({
  variant,
  size,
  block,
  loading = false,
  className,
  children,
  onClick,
  type = "button",
  ...props
}: Props) {
  return (
    <button
      {...props}
      data-slot="button"
      type={type}
      className={cn(buttonVariants({ variant, size, block }), className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
    >
      {loading ? (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      ) : null}
      <span className={cn("inline-flex items-center justify-center gap-2", loading && "opacity-0")}>
        {children}
      </span>
    </button>
  );
}
