import { broken, type Invariant } from './invariant.ts';

/** Everything in the table is something that DXCP wrote. */
export const readable: Invariant = {
  id: 'readable',
  title: 'Every item of the table is what its key says',
  check: function* ({ unreadable, deployments, timelines, lanes, places, quotas, answers, audit, builds }) {
    for (const { key, why } of unreadable) yield broken([key], `${key}: ${why}`);
    const others = [lanes, places, quotas, answers, audit, builds].reduce((sum, list) => sum + list.length, 0);
    for (let read = deployments.size + timelines.size + others; read > 0; read -= 1) yield true;
  },
};
