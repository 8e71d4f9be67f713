/** The allow-lists of Host and Origin: what keeps other pages in a reader's browser from speaking to this server. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const WILDCARDS = ['0.0.0.0', '::', '[::]'];

export type AllowList = { readonly hosts: ReadonlySet<string>; readonly origins: ReadonlySet<string> };

export function allowListOf(options: {
  /** The address that the server listens at. */
  readonly host: string;
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
  readonly publicUrl: string | null;
}): AllowList {
  const listen = options.host.includes(':') && !options.host.startsWith('[') ? `[${options.host}]` : options.host;
  const own = WILDCARDS.includes(listen) ? [] : [listen];
  const known = options.publicUrl ? [new URL(options.publicUrl).hostname] : [];
  const hosts = [...LOOPBACK, ...own, ...known, ...options.hosts].map((host) => host.toLowerCase());
  const origins = options.publicUrl ? [new URL(options.publicUrl).origin] : [];
  return { hosts: new Set(hosts), origins: new Set([...origins, ...options.origins]) };
}

/** Name of a Host header without its port; null if it is no host. */
function hostName(header: string | undefined): string | null {
  const name = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.exec(header ?? '')?.[1];
  return name?.toLowerCase() ?? null;
}

export function isHostAllowed(list: AllowList, header: string | undefined): boolean {
  const name = hostName(header);
  return name !== null && list.hosts.has(name);
}

/** The page that asks is our own (same host and port), or on the list. */
export function isOriginAllowed(list: AllowList, origin: string, host: string | undefined): boolean {
  if (list.origins.has(origin)) return true;
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  return isHostAllowed(list, from.hostname) && from.host === host?.toLowerCase();
}
