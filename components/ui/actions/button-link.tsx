import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonVariants, buttonVariants } from "@/components/ui/actions/button-variants";
import { PlainButtonLink } from "@/components/ui/actions/plain-button-link";
import { cn } from "@/components/ui/cn";

type Props = ComponentProps<typeof Link> &
  ButtonVariants & {
    /** For another host, a download or a mail address: a plain link without client navigation. */
    external?: boolean;
  };

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export function ButtonLink({ variant, size, block, className, external = false, href, ...props }: Props) {
  const look = { variant, size, block };
  if (external) {
    const { prefetch, replace, scroll, shallow, ...rest } = props;
    return <PlainButtonLink {...rest} {...look} href={String(href)} className={className} />;
  }
  return (
    <Link {...props} href={href} data-slot="button-link" className={cn(buttonVariants(look), className)} />
  );
}
