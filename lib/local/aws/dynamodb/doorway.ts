/** Counts what is under way, so that closing can wait for it. */
export type Doorway = {
  /** Runs the work. Throws once the doorway is shut. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** Lets nothing more in and resolves when all have left. */
  shut(): Promise<void>;
};

/** An open doorway. */
export function createDoorway(): Doorway {
  const inside = new Set<Promise<unknown>>();
  let open = true;
  return {
    async pass(work) {
      if (!open) throw new Error('The embedded DynamoDB is closed');
      const running = work();
      inside.add(running);
      try {
        return await running;
      } finally {
        inside.delete(running);
      }
    },
    async shut() {
      open = false;
      await Promise.allSettled(inside);
    },
  };
}
