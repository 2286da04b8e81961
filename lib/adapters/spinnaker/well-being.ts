import { EngineFault, type EngineHealth } from '../../ports/engine.ts';
import type { Gate } from './gate.ts';

/** An execution that nobody has: asking for it goes all the way to what runs executions, and costs it nothing. */
const NOBODYS = '00000000000000000000000000';

/**
 * Whether executions can be read, by the same address as every look, asked once. Gate's own `/health` is no part of it:
 * a proxy may keep it from DXCP, and it may complain about what DXCP does not need. Throws a fault.
 */
export const askForNothing = async (gate: Gate): Promise<void> =>
  void (await gate.read({ path: '/executions', query: { executionIds: NOBODYS, expand: 'false' }, attempts: 1 }));

export const readHealth = async (gate: Gate): Promise<EngineHealth> => {
  try {
    await askForNothing(gate);
    return { ok: true };
  } catch (error) {
    if (error instanceof EngineFault) return { ok: false, detail: error.message };
    throw error;
  }
};
