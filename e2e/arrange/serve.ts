// Started by ../arrange.ts with the product's environment: one process for all that a run arranges, because loading the
// product takes longer than arranging. A question names a script beside this one and what it is given.
export type Question = { id: number; script: string; args: string[] };
export type Answer = { id: number; value?: unknown; error?: string };
type Script = { arrange: (...args: string[]) => Promise<unknown> };

process.on("message", async ({ id, script, args }: Question) => {
  const answer: Answer = { id };
  try {
    const { arrange } = (await import(`./${script}.ts`)) as Script;
    answer.value = (await arrange(...args)) ?? null;
  } catch (error) {
    answer.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  process.send?.(answer);
});
// Whoever asked is gone.
process.on("disconnect", () => process.exit());
