import "server-only";
import { finishReservation } from "./internal";

/** Gives back a reservation whose work failed. A second call changes nothing; false when it was already finished. */
export async function releaseReservation(id: string): Promise<boolean> {
  return finishReservation(id, false);
}
