import { cva } from "class-variance-authority";

/** Shared look of everything one types or picks in. */
export const controlVariants = cva(
  "w-full min-w-0 rounded-md border border-control bg-surface text-fg transition-[border-color] hover:border-fg-subtle focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-ring/40 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:border-line disabled:bg-inset disabled:text-fg-subtle [&[readonly]]:bg-inset aria-invalid:border-danger",
  {
    variants: {
      size: { sm: "h-7 px-2 text-sm", md: "h-8 px-2.5 text-base", lg: "h-10 px-3 text-base" },
    },
    defaultVariants: { size: "md" },
  },
);
