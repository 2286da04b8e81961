/**
 * One that cannot be helped now must not keep the others from help; somebody tries again. Answers how many could not, and
 * tells why where anybody wants to know.
 */
export const guarded = async (
  work: () => Promise<unknown>,
  onFault: (fault: unknown) => void = () => undefined,
): Promise<0 | 1> => {
  try {
    await work();
    return 0;
  } catch (fault) {
    onFault(fault);
    return 1;
  }
};
