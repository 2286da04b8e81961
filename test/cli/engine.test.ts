import { afterEach, describe, expect, it } from 'vitest';
import { answerOf, type ScriptedPlane, startScriptedPlane } from './scripted-plane.ts';
import { scriptedTerminal } from './scripted-terminal.ts';

let plane: ScriptedPlane | undefined;
afterEach(() => plane?.close());

const good = { name: 'address', ok: true, detail: 'An IP address that may be called' };
const bad = {
  name: 'connection',
  ok: false,
  detail: 'The engine cannot be reached (ECONNREFUSED).',
  hint: 'Check port.',
};
const open = async (answer: unknown, input?: string) => {
  plane = await startScriptedPlane({ 'POST /v1/admin/engine/check': () => answerOf('engine.check', answer) });
  return scriptedTerminal({ url: plane.url, ...(input === undefined ? {} : { input }) });
};

describe('dxcp engine check', () => {
  it('shows each step, and ends with 0 when all went well', async () => {
    const connected = { name: 'connection', ok: true, detail: 'The engine answers and is well' };
    const { dxcp } = await open({ ok: true, steps: [good, connected], latencyMs: 12, applications: 2 });
    const { code, out } = await dxcp('engine', 'check');
    expect(code).toBe(0);
    expect(out).toBe(
      '✓ address     An IP address that may be called\n✓ connection  The engine answers and is well (12 ms)\n',
    );
    expect(plane?.calls[0]?.body).toBe('{}');
  });

  it('ends with 5 at the step that failed, and says what to do', async () => {
    const { dxcp } = await open({ ok: false, steps: [good, bad] });
    const { code, out } = await dxcp('engine', 'check');
    expect(code).toBe(5);
    expect(out).toContain('✗ connection  The engine cannot be reached (ECONNREFUSED).\n  → Check port.');
  });

  it('sends a proposal from standard input, and repeats none of it', async () => {
    const proposal = { url: 'https://gate.example', auth: { kind: 'bearer', secret: 'hunter2' } };
    const { dxcp } = await open({ ok: true, steps: [good] }, JSON.stringify(proposal));
    const { code, out, err } = await dxcp('engine', 'check', '--proposal', '-');
    expect(code).toBe(0);
    expect(JSON.parse(plane?.calls[0]?.body ?? '')).toEqual(proposal);
    expect(out + err).not.toContain('hunter2');
  });

  it.each(['hunter2', '[]', '{"secret":"hunter2"}', '{"auth":{"kind":"hunter2"}}'])(
    'sends nothing when the proposal is %s',
    async (input) => {
      const { dxcp } = await open({ ok: true, steps: [good] }, input);
      const { code, out, err } = await dxcp('engine', 'check', '--proposal', '-');
      expect(code).toBe(2);
      expect(plane?.calls).toEqual([]);
      expect(out + err).not.toContain('hunter2');
    },
  );

  it('sends nothing when there is no such file', async () => {
    const { dxcp } = await open({ ok: true, steps: [good] });
    expect((await dxcp('engine', 'check', '--proposal', '/nowhere/proposal.json')).code).toBe(2);
    expect(plane?.calls).toEqual([]);
  });
});
