import type { PlaneModeSettings, RateLimits, UiSettings } from '../../contract/settings.ts';
import { type PartValues, stampOf } from '../../domain/configure/decide-settings.ts';
import type { PlaneSettings, SettingsPart } from '../../domain/settings.ts';

/** A part of the settings: what is stored of what people send, and how they see it, with its own revision. */
export type Part<Values, View extends object> = {
  readonly part: SettingsPart;
  readonly valuesOf: (sent: Values) => PartValues;
  readonly view: (settings: PlaneSettings) => View;
};

export const rateLimitsPart: Part<PlaneSettings['limits'], RateLimits> = {
  part: 'rateLimits',
  valuesOf: ({ readRpm, mutateRpm }) => ({ limits: { readRpm, mutateRpm } }),
  view: (settings) => ({ ...settings.limits, ...stampOf(settings, 'rateLimits') }),
};

export const uiPart: Part<Pick<PlaneSettings, 'refresh' | 'linkExposure'>, UiSettings> = {
  part: 'ui',
  valuesOf: ({ refresh, linkExposure }) => ({ refresh, linkExposure }),
  view: (settings) => ({
    refresh: settings.refresh,
    linkExposure: settings.linkExposure,
    ...stampOf(settings, 'ui'),
  }),
};

/** What people set of the plane itself. */
export type Mode = { readonly mode: PlaneSettings['mode']; readonly admitWhenArtifactUnchecked: boolean };

export const planePart: Part<Mode, PlaneModeSettings> = {
  part: 'plane',
  valuesOf: ({ mode, admitWhenArtifactUnchecked }) => ({ mode, admitWhenArtifactUnchecked }),
  view: (settings) => ({
    mode: settings.mode,
    admitWhenArtifactUnchecked: settings.admitWhenArtifactUnchecked ?? true,
    ...stampOf(settings, 'plane'),
  }),
};
