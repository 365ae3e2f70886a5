"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/**
 * Tells whether the content of a container is wider than it. Only then it becomes a scrolling, focusable region; a
 * container that clips nothing lets its table header stick to the page.
 */
export function useScrollRegion(): { ref: RefObject<HTMLDivElement | null>; isScrollable: boolean } {
  const ref = useRef<HTMLDivElement>(null);
  const [isScrollable, setIsScrollable] = useState(true);
  useEffect(() => {
    const container = ref.current;
    const content = container?.firstElementChild;
    if (!container || !content) return;
    const measure = () => {
      setIsScrollable(content.getBoundingClientRect().width > container.clientWidth + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(container);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);
  return { ref, isScrollable };
}
