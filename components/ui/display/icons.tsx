import type { ReactNode } from "react";

type IconProps = { className?: string };

// The few icons of form controls and alerts. Everything else uses lucide-react, whose core weighs 2 KB: too much for
// the sign-in page.
function Glyph({ className, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      {children}
    </svg>
  );
}

export function EyeIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M1.4 8s2.4-4.6 6.6-4.6S14.6 8 14.6 8s-2.4 4.6-6.6 4.6S1.4 8 1.4 8Z" />
      <circle cx="8" cy="8" r="2" />
    </Glyph>
  );
}

export function EyeOffIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3.6 4.9A11 11 0 0 0 1.4 8s2.4 4.6 6.6 4.6a6.8 6.8 0 0 0 3-.7M6.6 3.5A6.6 6.6 0 0 1 8 3.4c4.2 0 6.6 4.6 6.6 4.6a11 11 0 0 1-1.5 2M9.4 9.4a2 2 0 0 1-2.8-2.8M2 2l12 12" />
    </Glyph>
  );
}

export function UpDownIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />
    </Glyph>
  );
}

export function InfoIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="8" r="6.3" />
      <path d="M8 7.4v3.3M8 5.2h.01" />
    </Glyph>
  );
}

export function SuccessIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="8" r="6.3" />
      <path d="m5.4 8.2 1.8 1.8 3.4-3.8" />
    </Glyph>
  );
}

export function ErrorIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <circle cx="8" cy="8" r="6.3" />
      <path d="M8 5.2v3.3M8 10.8h.01" />
    </Glyph>
  );
}

export function WarningIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M6.9 2.7 1.5 12a1.25 1.25 0 0 0 1.1 1.9h10.8a1.25 1.25 0 0 0 1.1-1.9L9.1 2.7a1.25 1.25 0 0 0-2.2 0ZM8 6.2v2.9M8 11.5h.01" />
    </Glyph>
  );
}

export function CheckIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="m3 8.4 3.2 3.2L13 4.8" />
    </Glyph>
  );
}

export function MinusIcon(props: IconProps) {
  return (
    <Glyph {...props}>
      <path d="M3.5 8h9" />
    </Glyph>
  );
}
