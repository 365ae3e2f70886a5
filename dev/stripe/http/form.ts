/** A decoded form: words are leaves, `a[b]` and `a[0]` are branches. */
export type FormNode = string | FormBranch;
export type FormBranch = Map<string, FormNode>;

/** Decodes `application/x-www-form-urlencoded` text with Stripe's brackets. */
export function decodeForm(text: string): FormBranch {
  const root: FormBranch = new Map();
  for (const [key, value] of new URLSearchParams(text)) insert(root, pathOf(key), value);
  return root;
}

function pathOf(key: string): string[] {
  const [head = "", ...rest] = key.split("[");
  return [head, ...rest.map((part) => part.replace(/\]$/, ""))];
}

function insert(root: FormBranch, path: string[], value: string): void {
  let branch = root;
  for (const [depth, part] of path.entries()) {
    // `expand[]=a&expand[]=b` appends.
    const name = part === "" && depth > 0 ? String(branch.size) : part;
    if (depth === path.length - 1) {
      branch.set(name, value);
      return;
    }
    const existing = branch.get(name);
    const next: FormBranch = existing instanceof Map ? existing : new Map();
    if (next !== existing) branch.set(name, next);
    branch = next;
  }
}
