export const handler = (event: unknown, context: { functionName: string }) => ({ event, by: context.functionName });
