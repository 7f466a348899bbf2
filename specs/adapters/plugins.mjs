// Whether a plugin is enabled, by its origin and by what the owner has written about plugins.

export { productNames, stubbedPackages } from "./product.mjs";

export const needs = {
  state: {
    file: "plugins/config-state.js",
    symbols: ["normalizePluginsConfig", "resolveEffectiveEnableState", "resolveEnableState"],
  },
};

export function prepare(kit) {
  const { state } = kit.modules;
  return {
    decide({ origin, cfg }) {
      const id = "notes";
      const plugins = {
        enabled: cfg.enabled,
        allow: cfg.allow,
        deny: cfg.deny,
        entries: cfg.entry === "none" ? {} : { [id]: { enabled: cfg.entry === "on" } },
        slots: { memory: cfg.slot },
      };
      const config = state.normalizePluginsConfig(plugins);
      // Later releases look at the whole configuration too, where a channel may enable its plugin.
      const { enabled } =
        "resolveEffectiveEnableState" in state
          ? state.resolveEffectiveEnableState({ id, origin, config, rootConfig: { plugins } })
          : state.resolveEnableState(id, origin, config);
      return { enabled };
    },
  };
}
