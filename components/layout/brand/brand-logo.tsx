import { cn } from "@/components/ui/cn";
import { Picture } from "@/components/ui/display/picture";

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
  if (logoLight === logoDark) return <Picture src={logoLight} alt={alt} className={look} decoding="sync" />;
  return (
    <>
      <Picture src={logoLight} alt={alt} className={look} data-scheme="light" decoding="sync" />
      <Picture src={logoDark} alt={alt} className={look} data-scheme="dark" decoding="sync" />
    </>
  );
}
