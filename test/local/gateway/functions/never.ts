export const handler = () => new Promise<never>(() => undefined);
