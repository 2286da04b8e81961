import { Field } from './field.tsx';

/** The API takes no more; so long a line is a text. */
const MAX = 240;

type RemarkProps = { label: string; hint: string; value: string; onChange: (value: string) => void };

/** One line that a person may add to what they do. */
export const Remark = ({ label, hint, value, onChange }: RemarkProps) => (
  <Field label={label} hint={hint}>
    {(ids) => (
      <input
        {...ids}
        type="text"
        autoComplete="off"
        maxLength={MAX}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control w-full px-2.5"
      />
    )}
  </Field>
);
