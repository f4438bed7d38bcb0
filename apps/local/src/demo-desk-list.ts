import { ROLES, type Role } from '#application/ports';

/** Desks to try the system with. The first is the one whose keys are shown; the second sees nothing of it. */
export const DEMO_DESKS: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { id: 'demo', name: 'Demo desk', roles: ROLES },
  { id: 'demo-other', name: 'Another demo desk', roles: ['trader', 'dealer'] },
];
