import type { DeliveryGroup } from '../../../../lib/contract/delivery-group.ts';
import type { Environment } from '../../../../lib/contract/environment.ts';

/** The environments of a group, in the order in which versions go through them. */
const orderOf = ({ environments }: DeliveryGroup): string[] =>
  [...environments].sort((a, b) => a.promotionOrder - b.promotionOrder).map(({ name }) => name);

/** For each pair in an order of a group, one vote that the first comes before the second. */
const votesOf = (orders: readonly (readonly string[])[]) => {
  const votes = new Map<string, number>();
  const key = (first: string, second: string) => `${first} ${second}`;
  for (const order of orders) {
    order.forEach((first, index) => {
      for (const second of order.slice(index + 1)) {
        votes.set(key(first, second), (votes.get(key(first, second)) ?? 0) + 1);
      }
    });
  }
  return (first: string, second: string): number => votes.get(key(first, second)) ?? 0;
};

const median = (places: readonly number[]): number =>
  [...places].sort((a, b) => a - b)[Math.floor((places.length - 1) / 2)] ?? 0;

/**
 * All environments of these groups as columns: production last, and otherwise as most of the groups that have both of
 * two go through them. Where their orders contradict each other, the middle of their places decides.
 */
export const environmentOrder = (groups: readonly DeliveryGroup[], known: readonly Environment[]): string[] => {
  const orders = groups.map(orderOf);
  const votes = votesOf(orders);
  const production = new Set(known.flatMap(({ name, type }) => (type === 'prod' ? [name] : [])));
  const placeOf = (name: string) =>
    median(orders.flatMap((order) => (order.includes(name) ? [order.indexOf(name)] : [])));
  const precedes = (first: string, second: string): boolean =>
    production.has(first) === production.has(second)
      ? votes(first, second) > votes(second, first)
      : production.has(second);
  const left = [...new Set(orders.flat())].sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  const columns: string[] = [];
  while (left.length > 0) {
    const free = left.findIndex((name) => !left.some((other) => other !== name && precedes(other, name)));
    columns.push(...left.splice(Math.max(0, free), 1));
  }
  return columns;
};
