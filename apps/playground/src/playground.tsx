import { useState, type ReactNode } from 'react';
import { readKeys } from './api-client.js';
import { KeyForm } from './key-form.js';
import { type Keys } from './keys.js';
import { useAnswer } from './use-answer.js';
import { Workbench } from './workbench.js';

/** The whole page: the workbench, once there is a key to ask the api with. */
export const Playground = (): ReactNode => {
  const offered = useAnswer(readKeys);
  const [entered, setEntered] = useState<Keys>();
  const keys = entered ?? offered.value;
  if (keys === undefined) return <p className="notice">{offered.problem ?? 'Asking the api for its demo keys.'}</p>;
  if (Object.keys(keys).length > 0) return <Workbench keys={keys} />;
  return (
    <KeyForm
      onKey={(key) => {
        setEntered({ entered: key });
      }}
    />
  );
};
