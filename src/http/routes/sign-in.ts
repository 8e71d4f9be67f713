/** The one-time link that `serve` prints: spends it, and sets the session's cookie. */
import { z } from 'zod';
import { msOf } from '../../lib/instant.ts';
import type { HttpContext, Routes } from '../context.ts';
import { SESSION_COOKIE } from '../gate.ts';
import { refused } from '../problem.ts';

export async function signInRoutes(routes: Routes, context: HttpContext): Promise<void> {
  const { sessions, settings } = context;
  const cookieOptions = {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: settings.publicUrl?.startsWith('https:') ?? false,
  } as const;

  routes.get(
    '/sign-in/:link',
    { config: { access: 'open' }, schema: { hide: true, params: z.strictObject({ link: z.string().max(128) }) } },
    async (request, reply) => {
      // Previews of links ask with HEAD: they must not spend it.
      if (request.method === 'HEAD') return reply.header('cache-control', 'no-store').code(204).send();
      const session = sessions.signIn(request.params.link, msOf(context.now()));
      if (!session) throw refused('LINK_INVALID', 'this link does not sign anybody in');
      return reply
        .setCookie(SESSION_COOKIE, session.cookie, { ...cookieOptions, maxAge: session.maxAgeSeconds })
        .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        .redirect('/', 303);
    },
  );

  routes.post('/sign-out', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    const cookie = request.cookies[SESSION_COOKIE];
    if (cookie !== undefined) sessions.signOut(cookie);
    return reply.clearCookie(SESSION_COOKIE, cookieOptions).code(204).send();
  });
}
