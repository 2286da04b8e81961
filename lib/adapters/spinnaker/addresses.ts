/** Whether something that is written like an address is one. */

/** Two colons at least, hexadecimal, and no time of day. */
export function isAddress6(found: string): boolean {
  const bare = found.replace(/^\[/, '').replace(/\]?(?::\d+)?$/, (end) => (end.startsWith(']') ? '' : end));
  const colons = bare.split(':').length - 1;
  if (colons < 2 || !/[0-9a-f]/i.test(bare)) return false;
  return !/^\d{1,2}:\d{2}:\d{2}(?:\.\d+)?$/.test(bare);
}

const COUNTED =
  /(?:status|code|error|errno|exit|line|column|uid|gid|pid|step|port|retries|attempts?|count|version|revision|generation|seconds|minutes|ms|size|length|replicas|pods?)$/i;

/** `redis:6379`, but not `statuscode:503`. */
export function isHostAndPort(found: string): boolean {
  return !COUNTED.test(found.slice(0, found.lastIndexOf(':')));
}

const CERTAIN = /^(?:lookup|unknown|resolv)/i;
const PLAIN = new Set([
  'the',
  'a',
  'an',
  'of',
  'for',
  'on',
  'in',
  'is',
  'to',
  'was',
  'has',
  'failed',
  'error',
  'it',
  'its',
  'this',
  'table',
]);

/** After words that announce a host any name is one; after words that may, only what no plain word looks like. */
export function isLookedUp(word: string, name: string): boolean {
  if (PLAIN.has(name.toLowerCase())) return false;
  return CERTAIN.test(word) || /[\w][.-][\w]|\d/.test(name);
}
