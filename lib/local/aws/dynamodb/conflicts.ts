/** An item as conflicts know it: its table and its key. */
export type ItemId = string;

/** The items of transactions that are open just now. */
export type OpenItems = {
  isOpen(item: ItemId): boolean;
  /** Opens the items; the answer closes them again. */
  open(items: ItemId[]): () => void;
};

/** Keeps the items of open transactions. An item can be open once only: overlapping requests are refused before. */
export function createOpenItems(): OpenItems {
  const held = new Set<ItemId>();
  return {
    isOpen: (item) => held.has(item),
    open(items) {
      for (const item of items) held.add(item);
      return () => {
        for (const item of items) held.delete(item);
      };
    },
  };
}
