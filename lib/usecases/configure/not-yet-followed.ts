type Left = {
  /** How many delivery groups go on as before; `undefined` when that is not known. */
  readonly behind?: number;
  /** What the master row says; `undefined` when that is not known. */
  readonly mutationsDisabled?: boolean;
};

/** What was asked for is written and on record, but not every delivery group goes by it yet. */
export class NotYetFollowed extends Error {
  override readonly name = 'NotYetFollowed';
  readonly left: Left;

  constructor(left: Left, cause: unknown) {
    super('Not every delivery group has followed the master row', { cause });
    this.left = left;
  }
}
