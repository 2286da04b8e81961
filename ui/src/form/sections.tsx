import type { ReactNode } from 'react';
import { Card, Facts } from '../kit/card.tsx';
import { Icon } from '../kit/icon.tsx';
import { spoken } from './changes.ts';
import { Control } from './controls.tsx';
import type { Field, Section } from './field.ts';

type EditProps<Body> = {
  sections: readonly Section<Body>[];
  from: Body | undefined;
  body: Body;
  errorAt: (path: string) => string | undefined;
  onChange: (body: Body) => void;
  asideOf?: ((title: string) => ReactNode) | undefined;
};

type ReadProps<Body> = Pick<EditProps<Body>, 'sections' | 'body' | 'asideOf'>;

/** All fields, to be changed. */
export const EditSections = <Body,>({ sections, errorAt, asideOf, ...props }: EditProps<Body>) => {
  const grid = (fields: readonly Field<Body>[]) => (
    <div className="grid items-start gap-x-5 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
      {fields.map((field) => (
        <Control key={field.path} field={field} error={errorAt(field.path)} {...props} />
      ))}
    </div>
  );
  return sections.map(({ title, note, fields, parts = [] }) => (
    <Card key={title} title={title} aside={asideOf?.(title)}>
      {note && (
        <p className="mb-4 flex items-start gap-1.5 text-sm text-ink-2">
          <Icon name="lock" size={14} className="mt-[3px]" />
          {note}
        </p>
      )}
      {fields.length > 0 && grid(fields)}
      {parts.map((part) => (
        <fieldset key={part.title} className="border-t border-line py-4 first:border-t-0 first:pt-0 last:pb-0">
          <legend className="float-left mb-3 w-full text-sm font-medium">{part.title}</legend>
          <div className="clear-both">{grid(part.fields)}</div>
        </fieldset>
      ))}
    </Card>
  ));
};

const factsOf = <Body,>(fields: readonly Field<Body>[], body: Body) =>
  fields.map((field) => [field.short ?? field.label, spoken(field, field.get(body))] as const);

/** Its only field has the section's own name. */
const isAlone = <Body,>(title: string, fields: readonly Field<Body>[]): boolean =>
  fields.length === 1 && fields[0]?.label === title;

/** The same, to be read. */
export const ReadSections = <Body,>({ sections, body, asideOf }: ReadProps<Body>) =>
  sections.map(({ title, fields, parts = [] }) => (
    <Card
      key={title}
      title={title}
      aside={asideOf?.(title)}
      className={parts.length > 0 ? 'lg:col-span-full' : undefined}
    >
      {isAlone(title, fields) ? (
        <p className="text-sm wrap-anywhere">{fields.map((field) => spoken(field, field.get(body)))}</p>
      ) : (
        fields.length > 0 && <Facts facts={factsOf(fields, body)} />
      )}
      <div className="grid items-start gap-x-8 gap-y-5 md:grid-cols-2 xl:grid-cols-3">
        {parts.map((part) => (
          <section key={part.title}>
            <h3 className="mb-2.5 border-b border-line pb-1.5 text-sm font-medium">{part.title}</h3>
            <Facts facts={factsOf(part.fields, body)} />
          </section>
        ))}
      </div>
    </Card>
  ));
