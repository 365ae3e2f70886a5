/** A workspace's own words, line by line; always text, never markup. */
export function BrandText({ text }: { text: string }) {
  if (!text) return null;
  return <span className="whitespace-pre-line break-words">{text}</span>;
}
