import { html, Html, type Content } from './html.js';
import { STYLE } from './style.js';

/** A page in one file that needs nothing else: no script, no external request. */
export const pageOf = (title: string, body: Content): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `.markup;
