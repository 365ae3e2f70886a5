import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { compareTimes } from "./compare-times";

/** Takes so long, and now and then much longer, as on a busy machine. */
const takes = (ms: number) => {
  let turn = 0;
  return () => {
    turn += 1;
    return setTimeout(ms + (turn % 4 === 0 ? 40 : 0));
  };
};

test("slow moments are no difference, and a hash left out is one", async () => {
  expect(await compareTimes(takes(4), takes(4))).toMatchObject({ isAlike: true });
  expect(await compareTimes(takes(34), takes(4))).toMatchObject({ isAlike: false });
});
