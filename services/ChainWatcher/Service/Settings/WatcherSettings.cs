using System.Globalization;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.ChainWatcher.Settings;

/// <summary>What the watcher follows and looks for. Section <c>Watcher</c>.</summary>
public sealed class WatcherSettings
{
    /// <summary>A preset: <c>polkadot</c>, <c>kusama</c> or <c>paseo</c>; empty when the chains are given one by one.</summary>
    public string Network { get; set; } = "";

    /// <summary>The chains.</summary>
    public IList<ChainSettings> Chains { get; init; } = [];

    /// <summary>The text that the desk's remarks begin with.</summary>
    public string RemarkTag { get; set; } = "coretime-desk:";

    /// <summary>Accounts whose transfers are facts: addresses or 0x hex. More are added by <c>WatchAccount</c>.</summary>
    public IList<string> WatchedAccounts { get; init; } = [];

    /// <summary>
    /// The prefix of the network's addresses: an address of another network is refused when an account is to be watched, since it is most likely a mistake. Null takes any.
    /// </summary>
    public ushort? Ss58Prefix { get; set; }

    internal IEnumerable<AccountId32> Accounts => WatchedAccounts.Select(a => AccountId32.FromText(a));

    /// <summary>Refuses a chain that is not followed, by the names of those that are; null when it is.</summary>
    internal Refusal? Refuse(string chain) => Chains.Any(c => c.Name == chain) ? null
        : Refusal.InvalidField("chain", $"is '{chain}'; {(Chains.Count == 0 ? "no chain is followed" : $"followed are {string.Join(", ", Chains.Select(c => c.Name))}")}.");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong; the message names the setting.</exception>
    public static WatcherSettings Of(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Watcher").Get<WatcherSettings>() ?? new();
        if (settings.Network.Length > 0)
        {
            Networks.Fill(settings);
        }

        for (var i = 0; i < settings.WatchedAccounts.Count; i++)
        {
            var isAccount = AccountId32.TryFromText(settings.WatchedAccounts[i], null, out _, out var problem);
            Require(isAccount, $"Watcher:WatchedAccounts:{i} is no account: {problem}");
        }

        for (var i = 0; i < settings.Chains.Count; i++)
        {
            Check(settings.Chains[i], $"Watcher:Chains:{i}");
        }

        var twice = settings.Chains.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? settings : throw new InvalidOperationException($"Watcher:Chains names '{twice.Key}' twice.");
    }

    private static void Check(ChainSettings chain, string where)
    {
        Require(chain.Name.Length > 0, $"{where}:Name is missing; give a name such as polkadot-coretime.");
        Require(Enum.IsDefined(chain.Kind), $"{where}:Kind must be Coretime or Relay.");
        Require(chain.Endpoints.Count > 0, $"{where}:Endpoints is empty; give at least one node (wss://…).");
        Require(chain.Endpoints.All(e => e.IsAbsoluteUri && e.Scheme is "ws" or "wss"), $"{where}:Endpoints must begin with ws:// or wss://.");
        Require(!chain.Agreement || chain.Endpoints.Count > 1, $"{where}:Agreement needs a second endpoint.");
        Require(IsToken(chain), $"{where}:Token must be up to 12 letters and digits, the first a letter, and Decimals 0 to {Token.DecimalsMax}.");
        Require(chain.Start == "head" || uint.TryParse(chain.Start, NumberStyles.None, CultureInfo.InvariantCulture, out _), $"{where}:Start must be 'head' or a height.");
        Require(chain.GenesisHash is null || H256.TryParse(chain.GenesisHash, null, out _), $"{where}:GenesisHash must be 0x and 64 hex digits.");
        Require(chain.Prefetch is > 0 and <= 1024 && chain.BlocksPerCommit is > 0 and <= 1024, $"{where}:Prefetch and BlocksPerCommit must be from 1 to 1024.");
        Require(chain.RequestSeconds is >= 0.1 and <= 3600, $"{where}:RequestSeconds must be from 0.1 to 3600.");
        Require(chain.QuietSeconds is >= 1 and <= 86_400, $"{where}:QuietSeconds must be from 1 to 86400.");
    }

    private static bool IsToken(ChainSettings chain)
    {
        try
        {
            return chain.Decimals == new Token(chain.Token, chain.Decimals).Decimals;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException(problem);
        }
    }
}
