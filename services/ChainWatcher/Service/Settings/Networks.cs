namespace CoretimeDesk.ChainWatcher.Settings;

/// <summary>
/// Public networks by name. Endpoints are public services and may be replaced by one's own; genesis hashes are what tells the chains apart, and are those of the
/// chain specifications.
/// </summary>
internal static class Networks
{
    private static readonly Dictionary<string, ChainSettings[]> Known = new()
    {
        ["polkadot"] =
        [
            Chain("polkadot-coretime", ChainKind.Coretime, "0xefb56e30d9b4a24099f88820987d0f45fb645992416535d87650d98e00f46fc4", "coretime-polkadot", "DOT", 10, "wss://polkadot-coretime-rpc.polkadot.io", "wss://coretime-polkadot.dotters.network"),
            Chain("polkadot-relay", ChainKind.Relay, "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3", "polkadot", "DOT", 10, "wss://rpc.polkadot.io", "wss://polkadot.dotters.network"),
        ],
        ["kusama"] =
        [
            Chain("kusama-coretime", ChainKind.Coretime, "0x638cd2b9af4b3bb54b8c1f0d22711fc89924ca93300f0caf25a580432b29d050", "coretime-kusama", "KSM", 12, "wss://kusama-coretime-rpc.polkadot.io", "wss://coretime-kusama.dotters.network"),
            Chain("kusama-relay", ChainKind.Relay, "0xb0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe", "kusama", "KSM", 12, "wss://kusama-rpc.polkadot.io", "wss://kusama.dotters.network"),
        ],
        ["paseo"] =
        [
            Chain("paseo-coretime", ChainKind.Coretime, null, "coretime-paseo", "PAS", 10, "wss://coretime-paseo.dotters.network"),
            Chain("paseo-relay", ChainKind.Relay, null, "paseo", "PAS", 10, "wss://paseo.dotters.network"),
        ],
    };

    /// <summary>Adds the network's chains; a chain that is configured by the same name keeps what was given for it.</summary>
    /// <exception cref="InvalidOperationException">No such network.</exception>
    public static void Fill(WatcherSettings settings)
    {
        if (!Known.TryGetValue(settings.Network, out var chains))
        {
            throw new InvalidOperationException($"Watcher:Network '{settings.Network}' is not known; there are {string.Join(", ", Known.Keys)}. Other chains are given in Watcher:Chains.");
        }

        settings.Ss58Prefix ??= PrefixOf(settings.Network);
        foreach (var preset in chains)
        {
            if (settings.Chains.FirstOrDefault(c => c.Name == preset.Name) is not { } given)
            {
                settings.Chains.Add(preset);
                continue;
            }

            (given.Kind, given.GenesisHash, given.SpecName) = (preset.Kind, given.GenesisHash ?? preset.GenesisHash, given.SpecName ?? preset.SpecName);
            (given.Token, given.Decimals) = given.Token.Length > 0 ? (given.Token, given.Decimals) : (preset.Token, preset.Decimals);
            foreach (var endpoint in given.Endpoints.Count == 0 ? preset.Endpoints : [])
            {
                given.Endpoints.Add(endpoint);
            }
        }
    }

    // Paseo's addresses are written with the generic prefix as often as with its own.
    private static ushort? PrefixOf(string network) => network switch { "polkadot" => 0, "kusama" => 2, _ => null };

    private static ChainSettings Chain(string name, ChainKind kind, string? genesis, string spec, string token, int decimals, params string[] endpoints) => new()
    {
        Name = name,
        Kind = kind,
        GenesisHash = genesis,
        SpecName = spec,
        Token = token,
        Decimals = decimals,
        Endpoints = [.. endpoints.Select(e => new Uri(e))],
    };
}
