import { EngineFault } from '../../ports/engine.ts';
import { OversizedAnswer } from './bounded-body.ts';

type Patience = {
  readonly limits: { readonly attempts: number; readonly budgetMs: number; readonly pauseMs: number };
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
};

/** Repeats a read that failed for a passing reason, with full jitter; for idempotent calls only. */
export async function withRetries<T>(patience: Patience, read: () => Promise<T>): Promise<T> {
  const { attempts, budgetMs, pauseMs } = patience.limits;
  const begun = patience.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const spent = patience.now() - begun;
      if (attempt >= attempts || spent >= budgetMs || !mayPass(error)) throw error;
      await patience.sleep(patience.random() * pauseMs * 2 ** (attempt - 1));
    }
  }
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof EngineFault) || error instanceof OversizedAnswer) return false;
  return error.kind === 'UNAVAILABLE' || error.kind === 'TIMEOUT' || (error.kind === 'CALL_FAILED' && error.ambiguous);
}
