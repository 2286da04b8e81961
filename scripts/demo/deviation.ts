/** Something was not as the story says. */
export class Deviation extends Error {
  override readonly name = 'Deviation';
}

/** Ends the story unless the claim is true; `found` says what was there instead. */
export function expect(isTrue: boolean, claim: string, found: unknown): asserts isTrue {
  if (!isTrue) throw new Deviation(`${claim}; found ${shown(found)}`);
}

const shown = (found: unknown): string => (typeof found === 'string' ? found : JSON.stringify(found));
