import { styleText } from 'node:util';

/** Marks text for a person's eyes; the identity where colours are off. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  warning(text: string): string;
  bad(text: string): string;
}

export function styleOf(colours: boolean): Style {
  const paint =
    (format: 'bold' | 'dim' | 'green' | 'yellow' | 'red') =>
    (text: string): string =>
      colours && text !== '' ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    good: paint('green'),
    warning: paint('yellow'),
    bad: paint('red'),
  };
}
