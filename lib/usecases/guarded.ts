/** One that cannot be helped now must not keep the others from help; somebody tries again. Answers how many could not. */
export const guarded = async (work: () => Promise<unknown>): Promise<0 | 1> => {
  try {
    await work();
    return 0;
  } catch {
    return 1;
  }
};
