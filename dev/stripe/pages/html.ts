/** Markup that is safe to send: made only by the `html` tag, which escapes what it is given. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | null | undefined | false | Part[];

/** Template tag that escapes every value that is not markup itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let text = strings[0] ?? "";
  for (const [index, part] of parts.entries()) text += render(part) + (strings[index + 1] ?? "");
  return new Html(text);
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  return part instanceof Html ? part.text : escapeText(String(part));
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A whole page with the banner that no money moves. */
export function layout(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/assets/simulator.css">
<link rel="icon" href="data:,">
</head>
<body>
<header class="banner">Simulator – no real money</header>
<main>${body}</main>
</body>
</html>`;
}

/** A page that says one thing and offers one way on. */
export function notice(title: string, message: string, link?: { href: string; text: string } | null): Html {
  const way = link ? html`<p><a class="button" href="${link.href}">${link.text}</a></p>` : null;
  return layout(title, html`<section class="card narrow"><h1>${title}</h1><p>${message}</p>${way}</section>`);
}
