import { expect, test } from "vitest";
import { mannWhitney } from "./mann-whitney";

test("two series of the same kind cannot be told apart, shifted ones can", () => {
  const even = Array.from({ length: 200 }, (_, index) => (index * 37) % 101);
  const odd = Array.from({ length: 200 }, (_, index) => (index * 53 + 11) % 101);
  expect(mannWhitney(even, odd).p).toBeGreaterThan(0.1);
  expect(
    mannWhitney(
      even,
      odd.map((value) => value + 40),
    ).p,
  ).toBeLessThan(1e-6);
});

test("agrees with a worked example and with nothing but ties", () => {
  // By hand: U = 1.5 of 25, variance 22.78 with one tie, z = 2.305.
  expect(mannWhitney([1, 2, 3, 4, 5], [4, 6, 7, 8, 9]).p).toBeCloseTo(0.0212, 4);
  expect(mannWhitney([3, 3, 3], [3, 3, 3]).p).toBeCloseTo(1, 6);
});
