export const handler = 'not a function';
