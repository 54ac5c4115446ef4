using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>
/// Events of production runtimes and of an old one, made by a type-directed encoder: their values are arbitrary, the largest among them. No chain executed them, so
/// they are read one by one.
/// </summary>
public sealed class ReadingEventsOfOtherRuntimes
{
    private static readonly string[] NoFacts = ["HistoryInitialized", "HistoryIgnored", "RevenueClaimBegun", "RevenueClaimItem", "RevenueInfoRequested"];

    public static TheoryData<string> Files => [.. Oracle.Encoded.Select(f => f.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Gives_the_facts_that_another_decoder_finds(string name)
    {
        var (extractor, events) = Load(name);
        var facts = new JsonArray();
        foreach (var record in events)
        {
            if (extractor.Book.Wants(record.Event) && record.Event.Pallet is not ("System" or "Balances"))
            {
                facts.Add(Flat(extractor.Book.Read(record, Context(extractor, record))!, record.Index));
            }
        }

        Assert.Null(JsonDifference.Between(Oracle.Encoded[name], facts));
    }

    [Fact]
    public void Every_event_of_the_market_is_a_fact_or_known_to_be_none()
    {
        foreach (var (chain, kind, metadata) in new[]
        {
            ("polkadot-coretime", ChainKind.Coretime, "metadata/polkadot-coretime.v16.scale.gz"), ("kusama-coretime", ChainKind.Coretime, "metadata/kusama-coretime.v16.scale.gz"),
            ("polkadot-relay", ChainKind.Relay, "metadata/polkadot-relay.v16.scale.gz"), ("kusama-relay", ChainKind.Relay, "metadata/kusama-relay.v16.scale.gz"),
            ("paseo-coretime", ChainKind.Coretime, "metadata/paseo-coretime-2000006.v14.scale.gz"), ("paseo-coretime", ChainKind.Coretime, "metadata/paseo-coretime-1003000.v14.scale.gz"),
            ("paseo-relay", ChainKind.Relay, "metadata/paseo-relay-2003001.v14.scale.gz"),
        })
        {
            var extractor = RecordedBlock.ExtractorOf(Profiles.Of(chain, kind), metadata);
            var market = extractor.Runtime.Events.All.Where(e => e.Pallet is "Broker" or "OnDemand" or "OnDemandAssignmentProvider" or "Coretime").ToList();
            Assert.NotEmpty(market);
            Assert.All(market, e => Assert.Equal(NoFacts.Contains(e.Name), !extractor.Book.Wants(e)));
            Assert.All(market, e => Assert.Null(extractor.Book.MisfitOf(e)));
        }
    }

    [Theory]
    [InlineData("polkadot", "OnDemand", "place_order_with_credits", PaymentMeans.Credits)]
    [InlineData("kusama", "OnDemandAssignmentProvider", "place_order_with_credits", PaymentMeans.Credits)]
    [InlineData("kusama", "OnDemandAssignmentProvider", "place_order_keep_alive", PaymentMeans.Balance)]
    public void Orders_are_read_under_either_name_of_the_pallet(string network, string pallet, string call, PaymentMeans means)
    {
        var extractor = RecordedBlock.ExtractorOf(Profiles.Of($"{network}-relay", ChainKind.Relay), $"metadata/{network}-relay.v16.scale.gz");
        var placed = MadeBlock.Event(pallet, "OnDemandOrderPlaced", ("para_id", 2000), ("spot_price", "10"), ("ordered_by", $"{Profiles.Bob}"));
        var made = new MadeBlock(extractor).Signed(Profiles.Bob, MadeBlock.Call(pallet, call, ("max_amount", "20"), ("para_id", 2000)), placed);
        var order = Assert.IsType<ChainFact.OnDemandOrderPlaced>(Assert.Single(made.Facts().Facts));
        Assert.Equal((means, PaymentEvidence.Call, 2000u), (order.Payment.Means, order.Payment.Evidence, order.Para));
        Assert.Equal(network == "kusama" ? "KSM" : "DOT", order.SpotPrice.Token.Symbol);

        // Without a call, the credit before and after decides, under the pallet's own storage prefix.
        var scheduled = new MadeBlock(extractor).Hook(placed);
        var key = extractor.Runtime.Storage(pallet, "Credits").Key(Profiles.Bob.ToArray());
        var spent = StorageValues.None.With(StorageRead.Of(key, StorageSide.Parent), [15, .. new byte[15]]).With(StorageRead.Of(key, StorageSide.Block), [5, .. new byte[15]]);
        Assert.Equal(new OrderPayment(PaymentMeans.Credits, PaymentEvidence.Storage), scheduled.Facts(further: spent).Facts.Cast<ChainFact.OnDemandOrderPlaced>().Single().Payment);
    }

    private static (FactExtractor Extractor, EventRecord[] Events) Load(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RecordedBlock.Shared, "encoded", name + ".json")));
        var json = document.RootElement;
        var chain = json.GetProperty("chain").GetString()!;
        var kind = chain.Contains("relay", StringComparison.Ordinal) ? ChainKind.Relay : ChainKind.Coretime;
        var extractor = RecordedBlock.ExtractorOf(Profiles.Of(chain, kind), json.GetProperty("metadata").GetString()!);
        return (extractor, extractor.Runtime.Events.Decode(Hex.Decode(json.GetProperty("eventsHex").GetString())));
    }

    private static FactContext Context(FactExtractor extractor, in EventRecord record)
    {
        var origin = new FactOrigin(extractor.Profile.Chain, default, (uint)record.Index, record.Phase, null, null, default, 0, 0);
        return new(extractor.Runtime, WatchList.Nothing, origin, null, StorageValues.None, []);
    }

    /// <summary>Without origin and id; a payment that nothing tells is null there.</summary>
    private static JsonObject Flat(ChainFact fact, int index)
    {
        var json = FactJson.Of(fact);
        json.Remove("origin");
        json.Remove("id");
        json["event"] = index;
        if (fact is ChainFact.OnDemandOrderPlaced { Payment.Means: PaymentMeans.Unknown })
        {
            json["payment"] = null;
        }

        return json;
    }
}
