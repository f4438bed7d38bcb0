import { type ApiKeyHolder } from '#application/ports';

/** What a resolver knows of the request it answers. */
export interface RequestContext {
  readonly holder: ApiKeyHolder;
}
