/**
 * What the site is called and where it lives. Each address can be overridden at build, so that a fork or a
 * preview never prints links to somebody else's site. Copied links use `origin`, never the location bar's.
 */

/** An environment variable of the build, or the default where it is unset or empty. */
function setting(name: string, fallback: string): string {
  return process.env[name]?.trim() || fallback;
}

export const site = {
  name: 'Tracebook',
  /** Shown after the name on Chinese pages. */
  nameZh: '训练报错手册',
  /** Scheme and host, without a trailing slash. */
  origin: setting('SITE_ORIGIN', 'http://localhost:4321').replace(/\/+$/, ''),
  /** Path under which the site is served: `/`, or `/tracebook/` for a project page. */
  base: `/${setting('SITE_BASE', '/').replace(/^\/+|\/+$/g, '')}/`.replace('//', '/'),
  /** Address of the repository, such as `https://github.com/you/tracebook`; empty hides its links. */
  repository: setting('SITE_REPOSITORY', '').replace(/\/+$/, ''),
} as const;
