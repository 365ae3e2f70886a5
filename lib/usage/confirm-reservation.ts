import "server-only";
import { finishReservation } from "./internal";

/** Counts a reservation whose work is done. A second call changes nothing; false when it was already finished. */
export async function confirmReservation(id: string): Promise<boolean> {
  return finishReservation(id, true);
}
