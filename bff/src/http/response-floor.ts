/** Holds an answer until `floor` ms have passed, with up to `spread` more, so that its time says nothing (STANDARD 3.7). */
export const withFloor = async <T>(
  floor: number,
  spread: number,
  random: number,
  work: () => Promise<T>,
): Promise<T> => {
  const started = performance.now()
  const result = await work()
  const left = floor + spread * random - (performance.now() - started)
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  return result
}
