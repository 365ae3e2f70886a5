import { cn } from "@/components/ui/cn";

type Props = {
  logoLight: string | null;
  logoDark: string | null;
  /** Empty when the name stands beside it. */
  alt: string;
  className?: string;
};

/** A workspace's logo; the style sheet shows the one that suits the scheme, so nothing flashes. */
export function BrandLogo({ logoLight, logoDark, alt, className }: Props) {
  if (!logoLight || !logoDark) return null;
  const look = cn("w-auto max-w-full object-contain object-left", className);
  if (logoLight === logoDark) return <Picture src={logoLight} alt={alt} className={look} />;
  return (
    <>
      <Picture src={logoLight} alt={alt} className={look} scheme="light" />
      <Picture src={logoDark} alt={alt} className={look} scheme="dark" />
    </>
  );
}

type PictureProps = { src: string; alt: string; className: string; scheme?: "light" | "dark" };

function Picture({ src, alt, className, scheme }: PictureProps) {
  return (
    // biome-ignore lint/performance/noImgElement: drawn to size at upload; Next's optimiser would fetch it again
    <img src={src} alt={alt} className={className} data-scheme={scheme} decoding="sync" />
  );
}
