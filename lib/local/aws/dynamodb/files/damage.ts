import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLog } from './log.ts';
import { readManifest } from './manifest.ts';
import { tableDamage } from './table-check.ts';

/**
 * What is wrong with the files of a LevelDB that is not open, in words, if anything. LevelDB opens without a complaint
 * when its newest log is garbled, and begins anew when the file that names all others is missing: what was there
 * would be lost without a word. Files that do not count any more, or not yet, are not looked at.
 */
export async function damageIn(directory: string): Promise<string | undefined> {
  const names = await readdir(directory);
  if (!names.some((name) => /^MANIFEST-|\.(?:ldb|sst|log)$/.test(name))) return undefined;
  if (!names.includes('CURRENT')) return 'the file CURRENT is missing';
  const name = (await readFile(join(directory, 'CURRENT'), 'utf8')).trim();
  if (!names.includes(name)) return 'the file CURRENT names nothing that is there';
  const { records, damage } = readLog(await readFile(join(directory, name)));
  if (damage) return `${name}: ${damage}`;
  const { tables, firstLog } = readManifest(records);
  return (await damagedTable(directory, names, tables)) ?? damagedLog(directory, names, firstLog);
}

async function damagedTable(
  directory: string,
  names: readonly string[],
  tables: ReadonlyMap<number, number>,
): Promise<string | undefined> {
  for (const [number, size] of tables) {
    const name = names.find((each) => /\.(?:ldb|sst)$/.test(each) && Number.parseInt(each, 10) === number);
    if (name === undefined) return `the table ${number} is missing`;
    const file = await readFile(join(directory, name));
    const damage = file.length === size ? tableDamage(file) : `it has ${file.length} bytes of ${size}`;
    if (damage) return `${name}: ${damage}`;
  }
  return undefined;
}

async function damagedLog(directory: string, names: readonly string[], firstLog: number): Promise<string | undefined> {
  for (const name of names.filter((each) => each.endsWith('.log') && Number.parseInt(each, 10) >= firstLog)) {
    const { damage } = readLog(await readFile(join(directory, name)));
    if (damage) return `${name}: ${damage}`;
  }
  return undefined;
}
