/** Limits of the wire, in one place: what a client may send, and what a server promises to take. */
export const ID_MAX = 512;
/** Of a post's text, in bytes of UTF-8. */
export const TEXT_BYTES_MAX = 1_048_576;
/** Of one NDJSON line and of one JSON body, in bytes. */
export const LINE_BYTES_MAX = 4_194_304;
/** Nesting of JSON. */
export const JSON_DEPTH_MAX = 32;
export const URL_MAX = 8_192;
export const LINKS_MAX = 10_000;
export const MEDIA_MAX = 1_000;
export const PAGE_MAX = 200;
export const PAGE_DEFAULT = 50;
export const PRESENTATIONS_MAX = 500;
