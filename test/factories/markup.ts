/** Every fault of nesting, quoting or escaping in a text of XML markup; none when it is well-formed. A DOCTYPE is passed over. */
export const markupFaults = (markup: string): readonly string[] => {
  const text = markup.replace(/^<!doctype html>/i, '').replaceAll(/<style>[^<]*<\/style>/g, '');
  const open: string[] = [];
  const faults: string[] = [];
  let end = 0;
  for (const tag of text.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    faults.push(...textFaults(text.slice(end, tag.index)));
    end = tag.index + tag[0].length;
    const [, closes, name = '', attributes = '', isEmpty] = tag;
    faults.push(...entityFaults(attributes));
    if (isEmpty === '/') continue;
    if (closes !== '/') open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}> closes nothing`);
  }
  return [...faults, ...textFaults(text.slice(end)), ...open.map((name) => `<${name}> stays open`)];
};

const textFaults = (text: string): readonly string[] => [
  ...(/[<>]/.test(text) ? [`not a tag: ${text.trim().slice(0, 60)}`] : []),
  ...entityFaults(text),
];

const entityFaults = (text: string): readonly string[] =>
  (text.match(/&(?!(?:amp|lt|gt|quot|#39);)/g) ?? []).map(() => `a bare & in ${text.trim().slice(0, 60)}`);
