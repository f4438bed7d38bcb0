import { type ReactNode } from 'react';

/** Asks for a key where the api offers none. It stays in this page's memory. */
export const KeyForm = ({ onKey }: { readonly onKey: (key: string) => void }): ReactNode => (
  <form
    className="notice"
    action={(form) => {
      const key = form.get('key');
      if (typeof key === 'string' && key.trim() !== '') onKey(key.trim());
    }}
  >
    <label>
      This api offers no demo keys. Your API key: <input name="key" type="password" autoComplete="off" autoFocus />
    </label>{' '}
    <button type="submit">Open</button>
  </form>
);
