import { ownerPool } from "@/lib/infra/database/pools";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { type Counts, runInvitationModel } from "./model";
import { controlCounting, controlGuard, raceForInvitation, raceForLink, raceForSeats } from "./races";
import { proveTokens } from "./tokens";
import { perform } from "./world";

const LANES = 4;

/** Who comes in and how: seats, the invitation's states, links and their tokens, under races of 50 to 200. */
export async function proveInvitations(stage: AccessStage, report: AccessReport): Promise<void> {
  const runs = stage.quick ? 8 : 400;
  const counts: Counts = { commands: 0, changed: 0 };
  const found = await Promise.all(
    Array.from({ length: LANES }, (_, lane) =>
      runInvitationModel({ runs: runs / LANES, seed: stage.seed + lane, counts }),
    ),
  );
  report.attempts += counts.commands;
  report.figures["invitation model"] =
    `${runs} runs, ${counts.commands} commands, of which ${counts.changed} changed something`;
  for (const failure of found) judge(report, "violations", failure === null, failure ?? "");
  await raceForSeats(stage, report);
  await raceForLink(stage, report);
  await raceForInvitation(stage, report);
  await proveTokens(stage, report);
  report.controls["seats: counted before the lock"] = await controlCounting();
  report.controls["states: the database's guard taken away"] = await controlGuard(ownerPool());
  report.controls["model: a step that the product does not take"] = await controlModel(stage);
}

/** A product in which declining does nothing: the model must miss it. */
async function controlModel(stage: AccessStage): Promise<boolean> {
  const act: typeof perform = async (world, step) => {
    if (step.kind !== "decline") await perform(world, step);
  };
  const counts: Counts = { commands: 0, changed: 0 };
  return (await runInvitationModel({ runs: 20, seed: stage.seed, counts, act })) !== null;
}
