import type { Preset, Setting } from "@runwright/lint";

/*
 * The words that options and the configuration take. They stand apart from the linter, so that help and mistakes in a
 * command line are answered without loading it.
 */

export const presets = ["recommended", "strict", "migrate"] as const satisfies readonly Preset[];

export const settings = ["off", "info", "warning", "error"] as const satisfies readonly Setting[];

export function isPreset(text: string): text is Preset {
  return (presets as readonly string[]).includes(text);
}

export function isSetting(text: string): text is Setting {
  return (settings as readonly string[]).includes(text);
}
