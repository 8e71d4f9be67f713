/** The registers of accounts, offices and persons: ours, with source and history; claims of payloads have no effect. */

/** One office as the register holds it. `confirmed` alone has effect. */
export type OfficeInput = {
  readonly title: string;
  readonly jurisdiction: string;
  readonly from: string;
  readonly to?: string | null | undefined;
  readonly source: string;
  readonly state: 'claimed' | 'confirmed' | 'withdrawn';
};

export type PersonInput = {
  /** Left out: a new person. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly source: string;
  readonly accounts: readonly { readonly platform: string; readonly id: string }[];
};
