const GAP_PX = 6;
const EDGE_PX = 8;

/** Puts a fixed element centred beside its anchor, flipped and shifted so that it stays inside the viewport. */
export function placeBeside(floating: HTMLElement, anchor: Element, side: "top" | "bottom" | "right"): void {
  const at = anchor.getBoundingClientRect();
  const own = floating.getBoundingClientRect();
  const centerX = at.left + at.width / 2 - own.width / 2;
  const above = at.top - own.height - GAP_PX;
  const below = at.bottom + GAP_PX;
  let top = side === "bottom" ? below : above;
  let left = centerX;
  if (side === "right") {
    top = at.top + at.height / 2 - own.height / 2;
    left = at.right + GAP_PX;
  } else if (top < EDGE_PX) top = below;
  else if (top + own.height > window.innerHeight - EDGE_PX) top = above;
  const maxLeft = window.innerWidth - own.width - EDGE_PX;
  floating.style.inset = "auto";
  floating.style.top = `${Math.max(EDGE_PX, top)}px`;
  floating.style.left = `${Math.min(Math.max(EDGE_PX, left), maxLeft)}px`;
}
