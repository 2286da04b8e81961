import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { readonly payload: AdapterPayload; readonly until: number };

const ENTRIES_MAX = 5000;

/**
 * The issuer's sessions, codes and grants, in memory: after a restart people sign in again, by one click.
 * One instance serves all kinds, because a revoked grant takes entries of several kinds with it.
 */
export function createIssuerMemory(now: () => number): (kind: string) => Adapter {
  const entries = new Map<string, Entry>();
  const find = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    for (const { payload, until } of entries.values()) {
      if (until > now() && matches(payload)) return payload;
    }
    return undefined;
  };
  const makeRoom = (): void => {
    if (entries.size < ENTRIES_MAX) return;
    for (const [key, { until }] of entries) if (until <= now()) entries.delete(key);
    const oldest = entries.keys().next().value;
    if (entries.size >= ENTRIES_MAX && oldest !== undefined) entries.delete(oldest);
  };
  return (kind) => ({
    upsert: async (id, payload, expiresIn = 3600) => {
      makeRoom();
      entries.set(`${kind}:${id}`, { payload, until: now() + expiresIn * 1000 });
    },
    find: async (id) => {
      const entry = entries.get(`${kind}:${id}`);
      return entry && entry.until > now() ? entry.payload : undefined;
    },
    findByUid: async (uid) => find((payload) => payload.kind === kind && payload.uid === uid),
    findByUserCode: async (userCode) => find((payload) => payload.kind === kind && payload.userCode === userCode),
    consume: async (id) => {
      const entry = entries.get(`${kind}:${id}`);
      if (entry) entry.payload.consumed = Math.floor(now() / 1000);
    },
    destroy: async (id) => void entries.delete(`${kind}:${id}`),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  });
}
