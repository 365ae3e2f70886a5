import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonVariants, buttonVariants } from "@/components/ui/actions/button-variants";
import { cn } from "@/components/ui/cn";

type Props = ComponentProps<typeof Link> &
  ButtonVariants & {
    /** For another host, a download or a mail address: a plain link without client navigation. */
    external?: boolean;
  };

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ variant, size, block, className, external = false, href, ...props }: Props) {
  const classes = cn(buttonVariants({ variant, size, block }), className);
  if (external) {
    const { prefetch, replace, scroll, shallow, ...rest } = props;
    return <a {...rest} href={String(href)} data-slot="button-link" className={classes} />;
  }
  return <Link {...props} href={href} data-slot="button-link" className={classes} />;
}
