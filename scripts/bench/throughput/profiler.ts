import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { PROFILE_SIGNAL } from './signal.ts';

/**
 * Loaded into a plane's process before all else. The signal begins a profile of the processor's time; the next one ends
 * it and writes it to the file that this module's address names.
 */

const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: 500 });

let isRunning = false;
process.on(PROFILE_SIGNAL, async () => {
  isRunning = !isRunning;
  if (isRunning) return void (await session.post('Profiler.start'));
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(file, JSON.stringify(profile));
});
