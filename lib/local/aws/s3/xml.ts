const escapeText = (text: string): string => text.replace(/[<>&"\r]/g, (char) => `&#${char.charCodeAt(0)};`);

export const element = (name: string, value: string | number | boolean): string =>
  `<${name}>${escapeText(String(value))}</${name}>`;

export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
