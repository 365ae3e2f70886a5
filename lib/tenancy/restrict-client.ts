import type { Prisma } from "@/lib/infra/prisma/generated/client";

const FORBIDDEN = new Set<PropertyKey>(["$executeRawUnsafe", "$queryRawUnsafe", "$transaction", "$extends"]);

/** Hides the methods that take SQL as a string: a verb cannot build a statement out of input. */
export function restrictClient(
  tx: Prisma.TransactionClient,
): Omit<Prisma.TransactionClient, "$executeRawUnsafe" | "$queryRawUnsafe"> {
  return new Proxy(tx, {
    get: (target, property, receiver) =>
      FORBIDDEN.has(property) ? undefined : Reflect.get(target, property, receiver),
  });
}
