import { type Family, keyPrefixes, planeKey } from '../../adapters/dynamodb/keys.ts';

/** Rows about the plane as a whole share a family but not their rights: who notes an outage must not flip the kill switch. */
type PlaneRow = Parameters<typeof planeKey>[0];

/** A part of the table that rights are given for: a family of items, or a single row of the plane. */
export type Area = Exclude<Family, 'plane'> | PlaneRow;

const isPlaneRow = (area: Area): area is PlaneRow => !Object.hasOwn(keyPrefixes, area);

/** The pattern of the partition keys of an area, as `dynamodb:LeadingKeys` is matched; the indexes use the same ones. */
export const leadingKeysOf = (area: Area): string => (isPlaneRow(area) ? planeKey(area).pk : `${keyPrefixes[area]}*`);

const indexed: readonly Area[] = ['service', 'environment', 'deliveryGroup', 'recipe', 'deployment', 'audit'];

/** Whether items of the area are listed by an index. */
export const isIndexed = (area: Area): boolean => indexed.includes(area);
