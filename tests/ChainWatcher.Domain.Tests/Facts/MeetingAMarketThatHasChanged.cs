using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.MadeBlock;
using static CoretimeDesk.ChainWatcher.Tests.Support.Profiles;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>Runtimes that are coming, and one that is gone.</summary>
public sealed class MeetingAMarketThatHasChanged
{
    private static readonly JsonObject Region = new() { ["begin"] = 10, ["core"] = 1, ["mask"] = "0xffffffffffffffffffff" };

    [Fact]
    public void Keeps_a_bid_apart_from_sales_with_all_that_it_says()
    {
        var extractor = Altered.Coretime(Altered.RenameEvent("Purchased", "BidPlaced", 4));
        var bid = Event("Broker", "BidPlaced", ("who", $"{Bob}"), ("region_id", Region), ("price", "123"), ("duration", 5));
        var fact = Assert.Single(new MadeBlock(extractor).Signed(Bob, Call("Broker", "purchase", ("price_limit", "200")), bid).Facts().Facts);

        var unknown = Assert.IsType<ChainFact.UnknownMarketEvent>(fact);
        Assert.Equal(("Broker", "BidPlaced", MarketEventKind.Bid), (unknown.Pallet, unknown.Event, unknown.Kind));
        var fields = JsonNode.Parse(unknown.Fields)!;
        Assert.Equal(("123", 5, $"{Bob}"), ((string)fields["price"]!, (int)fields["duration"]!, (string)fields["who"]!["hex"]!));
        Assert.Equal(Bob, unknown.Origin.Extrinsic!.Signer);
    }

    [Theory]
    [InlineData("Purchaded", MarketEventKind.Unknown)]
    [InlineData("BidRaised", MarketEventKind.Bid)]
    [InlineData("MktCleard", MarketEventKind.Clearing)]
    public void Keeps_any_event_that_it_does_not_know(string name, MarketEventKind kind)
    {
        var extractor = Altered.Coretime(Altered.RenameEvent("Purchased", name, 4));
        var made = new MadeBlock(extractor).Hook(Event("Broker", name, ("who", $"{Bob}"), ("region_id", Region), ("price", "123"), ("duration", 5)));
        Assert.Equal(kind, Assert.IsType<ChainFact.UnknownMarketEvent>(Assert.Single(made.Facts().Facts)).Kind);
    }

    [Fact]
    public void Keeps_events_of_the_relay_chains_pallets_that_it_does_not_know()
    {
        var extractor = Altered.Relay(Altered.RenameEvent("SpotPriceSet", "SpotBidReset", 1));
        var made = new MadeBlock(extractor).Hook(Event("OnDemand", "SpotBidReset", ("spot_price", "5")));
        Assert.Equal("OnDemand", Assert.IsType<ChainFact.UnknownMarketEvent>(Assert.Single(made.Facts().Facts)).Pallet);
    }

    [Fact]
    public void Stops_at_a_sale_without_its_price_and_names_block_event_and_field()
    {
        var extractor = Altered.Coretime(Altered.RenameField("Purchased", 4, "price", "value"));
        var sale = Event("Broker", "Purchased", ("who", $"{Bob}"), ("region_id", Region), ("value", "123"), ("duration", 5));
        var made = new MadeBlock(extractor).Hook(Event("Broker", "CoreCountChanged", ("core_count", 3)), sale);

        var stop = Assert.Throws<FactException>(() => made.Facts());
        Assert.Equal((FactFault.UnknownShape, made.Head.Block, 1u, "Broker.Purchased"), (stop.Fault, stop.Block, stop.EventIndex, stop.Event));
        Assert.Contains("'price'", stop.Message, StringComparison.Ordinal);
        Assert.Contains($"{made.Head.Block.Number}", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stops_at_a_sale_whose_price_has_another_type()
    {
        var extractor = Altered.Coretime(Altered.RetypeField("Purchased", 4, "price", Is(Primitive.U128), Is(Primitive.Str)));
        var sale = Event("Broker", "Purchased", ("who", $"{Bob}"), ("region_id", Region), ("price", "much"), ("duration", 5));

        var stop = Assert.Throws<FactException>(() => new MadeBlock(extractor).Hook(sale).Facts());
        Assert.Equal(FactFault.UnknownShape, stop.Fault);
        Assert.Contains("Broker.Purchased.price", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Goes_on_for_as_long_as_the_event_that_it_cannot_read_does_not_come()
    {
        var extractor = Altered.Coretime(Altered.RenameField("Purchased", 4, "price", "value"));
        Assert.IsType<ChainFact.CoreCountChanged>(Assert.Single(new MadeBlock(extractor).Hook(Event("Broker", "CoreCountChanged", ("core_count", 3))).Facts().Facts));
    }

    [Fact]
    public void Goes_on_when_an_event_has_got_another_field()
    {
        // RevenueClaimBegun has the fields of AssignmentRemoved and one more: it stands for a wider AssignmentRemoved here.
        var wider = Altered.Coretime(bytes => Altered.RenameEvent("RevenueClaimBegun", "AssignmentRemoved", 2)(Altered.RenameEvent("AssignmentRemoved", "AssignmentRemoveX", 1)(
            Altered.RenameField("RevenueClaimBegun", 2, "region", "region_id")(bytes))));
        var made = new MadeBlock(wider).Hook(Event("Broker", "AssignmentRemoved", ("region_id", Region), ("max_timeslices", 9)));
        Assert.IsType<ChainFact.AssignmentRemoved>(Assert.Single(made.Facts().Facts));
    }

    [Fact]
    public void Reads_a_transfer_of_the_time_when_regions_always_had_an_owner()
    {
        Func<PortableType, bool> isAccount = t => t.Name == "AccountId32";
        Func<PortableType, bool> isOption = t => t.Path is ["Option"] && t.Parameters is [{ Type: 0 }]; // Accounts are type 0 of this runtime.
        var extractor = Altered.Coretime(bytes => Altered.RetypeField("Transferred", 4, "owner", isOption, isAccount)(Altered.RetypeField("Transferred", 4, "old_owner", isOption, isAccount)(bytes)));
        var moved = Event("Broker", "Transferred", ("region_id", Region), ("duration", 5), ("old_owner", $"{Alice}"), ("owner", $"{Bob}"));
        var fact = Assert.IsType<ChainFact.Transferred>(Assert.Single(new MadeBlock(extractor).Hook(moved).Facts().Facts));
        Assert.Equal((Alice, Bob), (fact.OldOwner, fact.Owner));
    }

    [Fact]
    public void Stops_at_a_use_of_a_core_that_it_does_not_know()
    {
        var extractor = Altered.Coretime(bytes => Altered.RenameEvent("Pool", "Loan", 0)(bytes));
        var workload = new JsonArray(new JsonObject { ["mask"] = "0xffffffffffffffffffff", ["assignment"] = "Loan" });
        var made = new MadeBlock(extractor).Hook(Event("Broker", "ReservationMade", ("index", 0), ("workload", workload)));
        var stop = Assert.Throws<FactException>(() => made.Facts());
        Assert.Equal((FactFault.UnknownShape, "Broker.ReservationMade"), (stop.Fault, stop.Event));
    }

    [Fact]
    public void Refuses_a_coretime_chain_without_a_market()
    {
        var runtime = RecordedBlock.RuntimeOf("metadata/paseo-relay-2003001.v14.scale.gz");
        var stop = Assert.Throws<FactException>(() => new FactExtractor(Profiles.Of("paseo-coretime", ChainKind.Coretime), runtime));
        Assert.Equal(FactFault.WrongRuntime, stop.Fault);
    }

    private static Func<PortableType, bool> Is(Primitive primitive) => t => t.Definition is TypeDefinition.Primitive p && p.Kind == primitive;
}
