import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { mannWhitney } from "@/lib/testing/mann-whitney";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { type Flow, makeFlows } from "./flows";
import { leakyVerify } from "./leaky-verify";

const MEDIAN_MS = 5;
const P_VALUE = 0.01;

/** whether a stranger can tell an address that has an account from one that has none, by answer or by time. */
export async function proveEnumeration(stage: AccessStage, report: AccessReport): Promise<void> {
  const samples = stage.quick ? 25 : 200;
  const flows = await makeFlows();
  for (const flow of flows) {
    await compareAnswers(report, flow);
    const { existing, absent } = await sample(flow, samples);
    const { p, medianDifferenceMs } = mannWhitney(existing, absent);
    report.figures[`${flow.name}: p, median difference in ms`] =
      `${p.toFixed(3)}, ${medianDifferenceMs.toFixed(2)}`;
    report.attempts += samples * 2;
    const isAlike = p > P_VALUE || Math.abs(medianDifferenceMs) < MEDIAN_MS;
    judge(report, "violations", isAlike, `${flow.name}: p ${p}, ${medianDifferenceMs} ms apart`);
  }
  const leak = await leakyVerify(samples);
  report.controls["a sign-in without the dummy hash"] =
    leak.p <= P_VALUE && Math.abs(leak.medianDifferenceMs) >= MEDIAN_MS;
  report.figures["control: median difference in ms"] = leak.medianDifferenceMs.toFixed(2);
}

/** The same status, body and headers, whether or not there is an account. */
export async function compareAnswers(report: AccessReport, flow: Flow): Promise<void> {
  const [known, unknown] = [await seen(await flow.existing()), await seen(await flow.absent())];
  judge(report, "violations", known === unknown, `${flow.name}: ${known} against ${unknown}`);
}

/** What a stranger can compare: everything but the request's own id, cookies' secrets and echoes of what was sent. */
async function seen(response: Response): Promise<string> {
  const text = (await response.text()).replaceAll(/"(request|invitation)_id":"[^"]*"/g, "");
  const headers = [...response.headers]
    .filter(([name]) => name !== "x-request-id")
    .map(([name, value]) => `${name}: ${value.replaceAll(/=[A-Za-z0-9_-]{20,}/g, "=…")}`)
    .sort();
  return JSON.stringify([response.status, text.replaceAll(/[a-z]+-[0-9a-f]{8,}@/g, "…@"), headers]);
}

async function sample(flow: Flow, count: number): Promise<{ existing: number[]; absent: number[] }> {
  const times = { existing: [] as number[], absent: [] as number[] };
  for (let round = 0; round < count; round += 1) {
    // In turns and by random order, so that a slow second of the machine hits both.
    const order =
      newId().charCodeAt(35) % 2 === 0
        ? (["existing", "absent"] as const)
        : (["absent", "existing"] as const);
    for (const side of order) {
      const startedAt = performance.now();
      await flow[side]();
      times[side].push(performance.now() - startedAt);
    }
    if (round % 5 === 4) await forgetLimits();
  }
  return times;
}

async function forgetLimits(): Promise<void> {
  await systemPool().query("delete from platform.rate_limits");
  await systemPool().query("delete from platform.sign_in_guards");
}
