using CoretimeDesk.Leads;
using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Para ids belong to a relay chain; facts come from chains. Leads and Quoting must mean the same network by a chain's name, or a customer's para is nobody's.</summary>
public sealed class NamingNetworks
{
    [Theory]
    [InlineData("polkadot-coretime", "polkadot")]
    [InlineData("polkadot-relay", "polkadot")] // On-demand orders come from the relay chain itself.
    [InlineData("kusama-coretime", "kusama")]
    [InlineData("kusama-relay", "kusama")]
    [InlineData("paseo-coretime", "paseo")]
    [InlineData("paseo-relay", "paseo")]
    [InlineData("westend-coretime", "westend")]
    [InlineData("polkadot", "polkadot")]
    [InlineData("lab-coretime", "lab")]
    [InlineData("lab-relay", "lab")]
    [InlineData("lab-1-coretime", "lab")]
    [InlineData("lab-1-relay", "lab")]
    [InlineData("lab-20000-coretime", "lab")]
    [InlineData("lab", "lab")]
    [InlineData("labrador-coretime", "labrador")]
    [InlineData("replay-coretime", "replay")]
    [InlineData("coretime", "coretime")]
    [InlineData("relay", "relay")]
    [InlineData("-coretime", "")]
    [InlineData("polkadot-coretime-relay", "polkadot-coretime")] // One ending is taken off, not two.
    [InlineData("Polkadot-Coretime", "Polkadot-Coretime")]
    [InlineData("", "")]
    public void Both_services_mean_the_same_network(string chain, string network)
    {
        Assert.Equal((network, network), (new Sighting("", chain, 0, "", null, default).Network, ChainNames.NetworkOf(chain)));
    }

    [Fact]
    public void Every_network_of_para_ids_is_that_of_its_two_chains()
    {
        foreach (var network in RelayChains.All)
        {
            foreach (var chain in new[] { $"{network}-coretime", $"{network}-relay", network })
            {
                Assert.Equal(network, RelayChains.Of(chain));
                Assert.True(StrongKey.TryRead(KeyKind.ParaId, RelayChains.Of(chain), "2000", out _, out var fault), $"{chain}: {fault}");
            }
        }
    }
}
