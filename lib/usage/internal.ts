import "server-only";
import { admissionPool } from "@/lib/infra/database/pools";

/** Ends a reservation once, counted or given back. */
export async function finishReservation(id: string, count: boolean): Promise<boolean> {
  const { rows } = await admissionPool().query<{ finished: boolean }>({
    name: "finish-reservation",
    text: "select platform.finish_reservation($1, $2) as finished",
    values: [id, count],
  });
  return rows[0]?.finished ?? false;
}
