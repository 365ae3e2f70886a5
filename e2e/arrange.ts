import { type ChildProcess, fork } from "node:child_process";
import type { Answer, Question } from "./arrange/serve";
import { product } from "./product";

const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
let server: ChildProcess | undefined;
let asked = 0;

/** Runs a script of e2e/arrange in the product's own code, with its environment; what it returns. */
export async function arrange<T = void>(script: string, ...args: string[]): Promise<T> {
  server ??= start();
  asked += 1;
  const id = asked;
  const answered = new Promise<unknown>((resolve, reject) => open.set(id, { resolve, reject }));
  server.send({ id, script, args } satisfies Question);
  return (await answered) as T;
}

function start(): ChildProcess {
  const child = fork("e2e/arrange/serve.ts", {
    execArgv: ["--import", "./dev/register.mjs"],
    env: { ...process.env, ...product.env, NODE_OPTIONS: "" },
  });
  child.on("message", ({ id, value, error }: Answer) => {
    const question = open.get(id);
    open.delete(id);
    if (error) question?.reject(new Error(error));
    else question?.resolve(value);
  });
  child.on("exit", (code) => {
    server = undefined;
    for (const { reject } of open.values()) reject(new Error(`the process that arranges ended with ${code}`));
    open.clear();
  });
  // It must not keep a test process alive that is done.
  child.unref();
  child.channel?.unref();
  return child;
}
