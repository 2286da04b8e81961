/** Lists of the whole plane are kept by month, so that no key grows with the plane. Months are `2026-11`, in UTC. */

export const monthOf = (instant: string): string => instant.slice(0, 7);

export const monthBefore = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number > 1 ? `${year}-${String(number - 1).padStart(2, '0')}` : `${year - 1}-12`;
};
