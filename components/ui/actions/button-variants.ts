import { cva, type VariantProps } from "class-variance-authority";

/** Look of everything that is pressed: Button, ButtonLink and the plain links of the error pages. */
export const buttonVariants = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium text-sm no-underline transition-colors disabled:cursor-not-allowed aria-disabled:cursor-not-allowed [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-accent-fg hover:bg-accent-hover disabled:bg-inset disabled:text-fg-subtle disabled:border-line",
        secondary:
          "border-line-strong bg-surface text-fg hover:bg-hover disabled:bg-inset disabled:text-fg-subtle disabled:border-line",
        ghost:
          "border-transparent bg-transparent text-fg-muted hover:bg-hover hover:text-fg disabled:text-fg-subtle",
        danger:
          "border-transparent bg-danger-solid text-white hover:bg-danger-solid-hover disabled:bg-inset disabled:text-fg-subtle disabled:border-line",
        "danger-outline":
          "border-danger-line bg-surface text-danger-text hover:bg-danger-soft disabled:bg-inset disabled:text-fg-subtle disabled:border-line",
        link: "border-transparent bg-transparent text-accent-text underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-7 px-2.5",
        md: "h-8 px-3",
        lg: "h-10 px-4 text-base",
        icon: "size-8 p-0",
        "icon-sm": "size-7 p-0",
        inline: "h-auto p-0",
      },
      block: { true: "w-full", false: "" },
    },
    defaultVariants: { variant: "secondary", size: "md", block: false },
  },
);

export type ButtonVariants = VariantProps<typeof buttonVariants>;
