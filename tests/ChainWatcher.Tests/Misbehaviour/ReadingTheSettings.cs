using CoretimeDesk.ChainWatcher.Settings;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>A setting that is wrong ends the start by its name, before a node is asked anything.</summary>
public sealed class ReadingTheSettings
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Watcher:Chains:0:Name"] = "replay",
        ["Watcher:Chains:0:Kind"] = "Coretime",
        ["Watcher:Chains:0:Endpoints:0"] = "ws://127.0.0.1:9944",
        ["Watcher:Chains:0:Token"] = "PAS",
        ["Watcher:Chains:0:Decimals"] = "10",
    };

    [Theory]
    [InlineData("Chains:0:Name", "", "Chains:0:Name is missing")]
    [InlineData("Chains:0:Endpoints:0", "http://127.0.0.1", "Chains:0:Endpoints must begin with ws:// or wss://")]
    [InlineData("Chains:0:Agreement", "true", "Chains:0:Agreement needs a second endpoint")]
    [InlineData("Chains:0:Token", "", "Chains:0:Token must be")]
    [InlineData("Chains:0:Token", "P-S", "Chains:0:Token must be")]
    [InlineData("Chains:0:Decimals", "39", "Decimals 0 to 38")]
    [InlineData("Chains:0:Start", "tail", "Chains:0:Start must be 'head' or a height")]
    [InlineData("Chains:0:Start", "-1", "Chains:0:Start must be 'head' or a height")]
    [InlineData("Chains:0:Start", "4294967296", "Chains:0:Start must be 'head' or a height")]
    [InlineData("Chains:0:GenesisHash", "0x12", "Chains:0:GenesisHash must be 0x and 64 hex digits")]
    [InlineData("Chains:0:Prefetch", "0", "Chains:0:Prefetch and BlocksPerCommit must be from 1 to 1024")]
    [InlineData("Chains:0:RequestSeconds", "0", "Chains:0:RequestSeconds must be from 0.1 to 3600")]
    [InlineData("Chains:0:QuietSeconds", "NaN", "Chains:0:QuietSeconds must be from 1 to 86400")]
    [InlineData("WatchedAccounts:0", "nobody", "WatchedAccounts:0 is no account")]
    [InlineData("Network", "westend", "Network 'westend' is not known")]
    public void Is_refused_by_its_name_with_what_to_do(string name, string value, string words)
    {
        var settings = new Dictionary<string, string?>(Good) { [$"Watcher:{name}"] = value };
        var refusal = Assert.Throws<InvalidOperationException>(() => WatcherSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        Assert.StartsWith("Watcher:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("polkadot", 2)]
    [InlineData("kusama", 2)]
    [InlineData("paseo", 2)]
    public void A_network_brings_its_chains_beside_those_that_are_given(string network, int chains)
    {
        var settings = WatcherSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(Good) { ["Watcher:Network"] = network }).Build());
        Assert.Equal(chains + 1, settings.Chains.Count);
        Assert.All(settings.Chains, c => Assert.NotEmpty(c.Endpoints));
    }
}
