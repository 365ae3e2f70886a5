import type { ComponentProps } from "react";

/**
 * A picture as it is: a workspace's own, drawn to size at upload and served to its own host only, or a data address.
 * Next's optimiser would fetch the one again without the session, and cannot read the other.
 */
export function Picture({ alt, ...props }: ComponentProps<"img"> & { alt: string }) {
  // biome-ignore lint/performance/noImgElement: the one place where a picture needs no optimiser
  return <img alt={alt} {...props} />;
}
