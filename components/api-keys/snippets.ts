import type { CodeVariant } from "@/components/ui/display/code-block";

/** The same first call three ways; `key` may be a placeholder. */
export function callSnippets(origin: string, key: string): CodeVariant[] {
  return [
    { label: ".env", code: `ATRIUM_URL=${origin}\nATRIUM_API_KEY=${key}` },
    { label: "curl", code: `curl ${origin}/api/v1/usage \\\n  -H "Authorization: Bearer ${key}"` },
    {
      label: "TypeScript",
      code: `const response = await fetch("${origin}/api/v1/usage", {
  headers: { authorization: \`Bearer \${process.env.ATRIUM_API_KEY}\` },
});
if (!response.ok) throw new Error((await response.json()).detail);
const { data } = await response.json();`,
    },
  ];
}
