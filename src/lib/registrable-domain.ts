/** The registrable part of a link's host, by the public suffix list that the library holds (docs/decisions/0010). */
import { getDomain } from 'tldts';

/** A host that `URL` has read is taken as it is: nothing is left to find or to check in it. */
const AS_READ = { extractHostname: false, validateHostname: false };

/**
 * `https://news.example.co.uk/a` → `example.co.uk`: lower case, IDN as punycode, without a last full stop. An IP address, a
 * name of one label and a public suffix are themselves; what is no URL with a host gives ''.
 */
export function registrableDomain(url: string): string {
  const host = hostOf(url);
  if (host === null) return '';
  let domain = domains.get(host);
  if (domain === undefined) {
    domain = getDomain(host, AS_READ) ?? host;
    if (domains.size >= KEPT_MAX) domains.clear();
    domains.set(host, domain);
  }
  return domain;
}

/** Posts link to the same few places. A pure memo. */
const domains = new Map<string, string>();
const KEPT_MAX = 2_000;

/** The host as a browser would meet it, whatever comes before an `@`; null: there is none. */
export function hostOf(url: string): string | null {
  const host = URL.parse(url)?.hostname.toLowerCase().replace(/\.$/, '') ?? '';
  return host === '' ? null : host;
}
