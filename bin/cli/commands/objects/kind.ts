import type { Client } from '../../../../lib/contract/client.ts';
import type { ProposedChange } from '../../../../lib/contract/preview.ts';

type Stamped = { readonly revision: number };
type Seen = { readonly revision: number; readonly reason: string };
export type Fields = Readonly<Record<string, unknown>>;

/** What the commands of one kind of configuration object need to know of it. */
export type Kind = {
  /** `services` */
  readonly word: string;
  /** `service` */
  readonly one: string;
  /** One that every local plane has. */
  readonly example: string;
  /** Whether names can be searched. */
  readonly searchable?: boolean;
  /** The field that names an object. */
  readonly key: 'name' | 'id';
  readonly about: string;
  readonly list: (
    client: Client,
    cursor: { readonly cursor?: string },
    search: string | undefined,
  ) => Promise<{ items: readonly object[]; nextCursor?: string | undefined }>;
  readonly head: readonly string[];
  readonly row: (item: Fields) => readonly string[];
  readonly get: (client: Client, name: string) => Promise<Stamped & object>;
  readonly create: (client: Client, fields: Fields) => Promise<Stamped & object>;
  /** The proposal that these fields are; says what does not fit. */
  readonly proposal: (fields: Fields) => ProposedChange;
  readonly update: (client: Client, change: ProposedChange, seen: Seen) => Promise<Stamped & object>;
  readonly remove?: (client: Client, name: string, seen: Seen) => Promise<object>;
};

/** What is said of an object and not set by people, so that an answer can be edited and sent back. */
const STAMPS = ['createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'lastChangeReason'];

export const withoutStamps = (fields: Fields, ...more: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !STAMPS.includes(name) && !more.includes(name)));

/** A cell. */
export const cell = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(cell).join(', ');
  if (typeof value === 'object' && value !== null && 'name' in value) return cell(value.name);
  return value === undefined ? '–' : String(value);
};
