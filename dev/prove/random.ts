/** A seeded generator (mulberry32), so that a run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The seed given by PROVE_SEED, else a fresh one; suites print it. */
export function chooseSeed(): number {
  return Number(process.env.PROVE_SEED ?? Math.floor(Math.random() * 2 ** 31));
}
