import { Greeting } from "./shell";

export const dynamic = "force-dynamic";

// What every page with translated client components ships before its own first line: Next, React, next-intl.
export default function ShellPage() {
  return (
    <main>
      <h1>The bare shell</h1>
      <Greeting />
    </main>
  );
}
