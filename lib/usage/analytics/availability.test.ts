import { expect, test } from "vitest";
import { availability, WINDOW_MS } from "./availability";
import { serviceSpans } from "./service-facts";

const start = Date.parse("2026-11-01T00:00:00Z");
const at = (windows: number) => start + windows * WINDOW_MS;
const day = { fromMs: start, toMs: at(288) };
const always = [{ fromMs: 0, toMs: at(10_000) }];

test("half of one window's requests failing costs half a window", () => {
  const result = availability(day, always, [{ startMs: at(3), share: 0.5 }]);
  expect(result).toEqual({ windows: 288, faulty: 1, ratio: 1 - 0.5 / 288 });
});

test("a window counts once: by its requests or by the probes, whichever is worse", () => {
  const faults = [
    { startMs: at(3), share: 0.5 },
    { startMs: at(3), share: 1 },
    { startMs: at(3), share: 0.1 },
  ];
  expect(availability(day, always, faults)).toEqual({ windows: 288, faulty: 1, ratio: 1 - 1 / 288 });
});

test("faults outside of the range or while out of service do not count, nor do those windows", () => {
  const spans = serviceSpans(
    [
      { at: new Date(at(0)).toISOString(), status: "active" },
      { at: new Date(at(100)).toISOString(), status: "suspended" },
      { at: new Date(at(188)).toISOString(), status: "active" },
    ],
    day.toMs,
  );
  const faults = [
    { startMs: at(150), share: 1 },
    { startMs: at(400), share: 1 },
  ];
  expect(availability(day, spans, faults)).toEqual({ windows: 200, faulty: 0, ratio: 1 });
  expect(availability(day, spans, [{ startMs: at(50), share: 1 }]).ratio).toBe(1 - 1 / 200);
});

test("a time without service has no availability rather than a perfect one", () => {
  expect(availability(day, [], [])).toEqual({ windows: 0, faulty: 0, ratio: null });
});

test("the share of good requests over a whole day would say something else (control)", () => {
  // One bad window at night with 10 requests, 10,000 good ones by day.
  const byRequests = 1 - 10 / 10_010;
  const { ratio } = availability(day, always, [{ startMs: at(1), share: 1 }]);
  expect(ratio).toBeLessThan(byRequests);
});
