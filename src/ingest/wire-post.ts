/**
 * A post as it arrives, after the edge has checked its shape (`schema/` makes one from JSON):
 * what may be left out may be left out here. `read.ts` makes an `IncomingPost` of it.
 */
export type WirePost = {
  readonly platform: string;
  readonly id: string;
  readonly url?: string | null | undefined;
  /** RFC 3339, any offset. */
  readonly createdAt: string;
  readonly editedAt?: string | null | undefined;
  readonly text: string;
  readonly lang?: string | null | undefined;
  readonly visibility?: 'public' | 'unlisted' | 'followers' | 'direct' | undefined;
  readonly author: WireAuthor;
  readonly links?: readonly string[] | undefined;
  readonly media?: readonly WireMedia[] | undefined;
  readonly replyTo?: string | null | undefined;
  readonly quoteOf?: string | null | undefined;
  readonly postedFrom?: string | null | undefined;
  readonly signals?: Readonly<Record<string, { readonly value: number; readonly version: string }>> | undefined;
};

export type WireAuthor = {
  readonly id: string;
  readonly handle?: string | null | undefined;
  readonly createdAt?: string | null | undefined;
  readonly followers?: number | null | undefined;
  readonly verified?: boolean | null | undefined;
  readonly offices?: readonly WireOffice[] | undefined;
};

export type WireOffice = {
  readonly title: string;
  readonly jurisdiction?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
};

export type WireMedia = {
  readonly kind?: 'image' | 'video' | 'audio' | 'other' | undefined;
  readonly url?: string | null | undefined;
  readonly alt?: string | null | undefined;
  readonly sha256?: string | null | undefined;
  readonly pdq?: string | null | undefined;
};
