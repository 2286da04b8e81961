/** What is set for the whole plane at run time, as stored. */

export type PlaneSettings = {
  readonly mode: 'standard' | 'evaluation';
  readonly createdAt: string;
  readonly refresh: { readonly defaultSeconds: number; readonly minSeconds: number; readonly maxSeconds: number };
  readonly limits: { readonly readRpm: number; readonly mutateRpm: number };
  readonly linkExposure: { readonly repository: boolean; readonly runUrl: boolean; readonly serviceUrl: boolean };
  /** When the configuration of the plane was taken over; absent before. */
  readonly setUpAt?: string;
  /** Absent means that it is. */
  readonly admitWhenArtifactUnchecked?: boolean;
  /** Of the row, whichever part was changed. */
  readonly revision: number;
  /** Of each part that somebody changed; the others are as the plane was set up. */
  readonly parts?: { readonly [Part in SettingsPart]?: SettingsStamp };
};

export type SettingsPart = 'rateLimits' | 'ui' | 'plane';
export type SettingsStamp = {
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly lastChangeReason?: string;
};

/** Everybody who may publish builds. */
export type Publishers = {
  readonly entries: readonly Publisher[];
  readonly revision: number;
} & Partial<Omit<SettingsStamp, 'revision'>>;

/** What a plane begins with, before admins change anything. */
export type InitialSettings = Pick<PlaneSettings, 'mode' | 'refresh' | 'limits'> & {
  readonly publishers: Publishers['entries'];
};

/** Who may publish builds. An entry with no constraint matches nobody. */
export type Publisher = {
  readonly name: string;
  readonly provider: string;
  readonly match:
    | {
        readonly issuers?: readonly string[] | undefined;
        readonly audiences?: readonly string[] | undefined;
        readonly authorizedParties?: readonly string[] | undefined;
        readonly subjects?: readonly string[] | undefined;
        readonly subjectPrefixes?: readonly string[] | undefined;
      }
    | { readonly accountId: string; readonly roleName: string };
};
