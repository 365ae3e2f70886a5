import { cn } from "@/components/ui/cn";
import { Picture } from "@/components/ui/display/picture";

const SIZES = { sm: "size-5 text-[9px]", md: "size-7 text-2xs", lg: "size-10 text-sm" };

type Props = {
  /** Person or workspace; decorative, so show the name beside it or label what contains it. */
  name: string;
  /** `square` for workspaces, round for people. */
  shape?: "round" | "square";
  size?: keyof typeof SIZES;
  /** Their picture; initials stand behind it until it is there. */
  src?: string | undefined;
  className?: string;
};

/** Initials on a quiet colour that follows from the name. */
export function Avatar({ name, shape = "round", size = "md", src, className }: Props) {
  const hue = hueOf(name);
  return (
    <span
      data-slot="avatar"
      aria-hidden="true"
      // Drawn by the style sheet: as text it would belong to the visible label of a button (WCAG 2.5.3).
      data-initials={initialsOf(name)}
      style={{
        backgroundColor: `light-dark(oklch(0.92 0.045 ${hue}), oklch(0.34 0.06 ${hue}))`,
        color: `light-dark(oklch(0.4 0.1 ${hue}), oklch(0.9 0.05 ${hue}))`,
      }}
      className={cn(
        "relative inline-grid shrink-0 overflow-hidden before:content-[attr(data-initials)] select-none place-items-center font-semibold leading-none",
        shape === "round" ? "rounded-full" : "rounded-sm",
        SIZES[size],
        className,
      )}
    >
      {src ? <Picture src={src} alt="" className="absolute inset-0 size-full object-cover" /> : null}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._@-]+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("")
    .toUpperCase();
}

function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}
