using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.MadeBlock;
using static CoretimeDesk.ChainWatcher.Tests.Support.Profiles;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>A block that is not what it should be gives no facts at all, and says which block it is.</summary>
public sealed class ReadingBrokenBlocks
{
    private const int Flips = 250;

    private static readonly string[] Samples =
        ["blocks/coretime-035-three-buyers-one-block", "blocks/coretime-076-rotate-sale", "Blocks/coretime-013-deep-nest", "Blocks/relay-031-proxied-orders", "blocks/relay-048-credit-account-xcm"];

    public static TheoryData<string> Blocks => [.. Samples];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Events_cut_off_anywhere_give_no_facts(string name)
    {
        var block = RecordedBlock.Load(name);
        var events = block.Events;
        for (var length = 0; length < events.Length; length++)
        {
            var cut = events[..length];
            if (length == 0)
            {
                // Not cut off but empty: such a block has no extrinsics, and this one has.
                Assert.Equal(FactFault.Inconsistent, Assert.Throws<FactException>(() => Read(block, cut)).Fault);
                continue;
            }

            var stop = Assert.Throws<FactException>(() => Read(block, cut));
            Assert.Equal((FactFault.Undecodable, block.Head.Block), (stop.Fault, stop.Block));
            Assert.IsType<ScaleException>(stop.InnerException);
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Changed_bytes_give_facts_or_a_stop_and_nothing_else(string name)
    {
        var block = RecordedBlock.Load(name);
        var stops = 0;
        for (var seed = 1; seed <= Flips; seed++)
        {
            var random = new Random(seed);
            var events = block.Events;
            events[random.Next(events.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Read(block, events);
            }
            catch (FactException)
            {
                stops++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{name}, seed {seed}: {e}");
            }
        }

        Assert.True(stops > Flips / 10, $"{stops} of {Flips}");
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Changed_extrinsics_give_facts_or_a_stop_and_nothing_else(string name)
    {
        var block = RecordedBlock.Load(name);
        var scan = block.Scan();
        var further = StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, (byte[]?)null)));
        for (var seed = 1; seed <= Flips; seed++)
        {
            var random = new Random(seed);
            var extrinsics = block.Extrinsics.Select(x => x.ToArray()).ToList();
            var changed = extrinsics[random.Next(extrinsics.Count)];
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                block.Extractor.Extract(scan, [.. extrinsics.Select(x => (ReadOnlyMemory<byte>)x)], further);
            }
            catch (FactException)
            {
            }
            catch (Exception e)
            {
                Assert.Fail($"{name}, seed {seed}: {e}");
            }
        }
    }

    [Fact]
    public void Metadata_of_another_runtime_gives_no_facts()
    {
        foreach (var name in RecordedBlock.Names.Where(n => RecordedBlock.Load(n).Kind == ChainKind.Coretime))
        {
            var block = RecordedBlock.Load(name);
            var old = RecordedBlock.ExtractorOf(block.Profile, "metadata/paseo-coretime-1003000.v14.scale.gz");
            var stop = Assert.Throws<FactException>(() => old.Scan(block.Head, Events(old, block.Events), Watch));
            Assert.Equal((FactFault.WrongRuntime, block.Head.Block), (stop.Fault, stop.Block));
        }
    }

    /// <summary>A node that lies about the version as well. Most such blocks cannot be read; what can be read must not become other facts.</summary>
    [Fact]
    public void Metadata_of_another_runtime_under_the_right_version_gives_no_other_facts()
    {
        foreach (var name in RecordedBlock.Names.Where(n => RecordedBlock.Load(n).Kind == ChainKind.Coretime))
        {
            var block = RecordedBlock.Load(name);
            var old = RecordedBlock.ExtractorOf(block.Profile, "metadata/paseo-coretime-1003000.v14.scale.gz");
            try
            {
                var scan = old.Scan(block.Head with { SpecVersion = 1_003_000 }, Events(old, block.Events), Watch);
                var facts = old.Extract(scan, block.Extrinsics, StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, (byte[]?)null)))).Facts;
                Assert.Equal(block.Facts().Facts.Select(f => FactJson.Of(f).ToJsonString()), facts.Select(f => FactJson.Of(f).ToJsonString()));
            }
            catch (FactException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void A_body_of_another_block_gives_no_facts()
    {
        var block = RecordedBlock.Load("blocks/coretime-035-three-buyers-one-block");
        var fewer = block.Extrinsics.SkipLast(1).ToList();
        Assert.Equal(FactFault.Inconsistent, Assert.Throws<FactException>(() => block.Extractor.Extract(block.Scan(), fewer, StorageValues.None)).Fault);
        Assert.Equal(FactFault.Inconsistent, Assert.Throws<FactException>(() => block.Extractor.Extract(block.Scan(), [.. block.Extrinsics, block.Extrinsics[0]], StorageValues.None)).Fault);
    }

    [Fact]
    public void Events_out_of_order_give_no_facts()
    {
        var made = new MadeBlock(Altered.Coretime()).Signed(Alice, Call("Broker", "purchase", ("price_limit", "9")), Purchased(Alice, 5));
        made.Hook(Event("Broker", "CoreCountChanged", ("core_count", 3))); // Initialization after an extrinsic.
        Assert.Equal(FactFault.Inconsistent, Assert.Throws<FactException>(() => made.Facts()).Fault);
    }

    [Fact]
    public void An_event_of_an_extrinsic_that_is_not_due_gives_no_facts()
    {
        var made = new MadeBlock(Altered.Coretime()).Add(new System.Text.Json.Nodes.JsonObject { ["ApplyExtrinsic"] = 3 }, Purchased(Alice, 5));
        Assert.Equal((FactFault.Inconsistent, 0u), (Assert.Throws<FactException>(() => made.Facts()) is var stop ? stop.Fault : default, stop.EventIndex));
    }

    [Fact]
    public void A_sale_in_a_hook_before_the_first_transaction_is_laid_at_nobodys_door()
    {
        // The phase is that of an extrinsic that is not there.
        var made = new MadeBlock(Altered.Coretime()).Add(new System.Text.Json.Nodes.JsonObject { ["ApplyExtrinsic"] = 0 }, Purchased(Alice, 5));
        Assert.Equal((null, null), Assert.Single(made.Facts().Facts).Origin is var origin ? (origin.Extrinsic, origin.RanAs) : default);

        // Or of one that has nothing to do with it.
        var other = new MadeBlock(Altered.Coretime()).Signed(Bob, Call("System", "remark", ("remark", "0x00")), Purchased(Alice, 5));
        var fact = Assert.Single(other.Facts().Facts);
        Assert.Equal((Bob, null), (fact.Origin.Extrinsic!.Signer!.Value, fact.Origin.RanAs));
    }

    [Fact]
    public void Storage_that_is_no_such_value_gives_no_facts()
    {
        var block = RecordedBlock.Load("Blocks/relay-035-scheduled-credit-order");
        var scan = block.Scan();
        var torn = StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, (byte[]?)[1, 2, 3])));
        Assert.Equal(FactFault.Undecodable, Assert.Throws<FactException>(() => block.Extractor.Extract(scan, null, torn)).Fault);
    }

    [Fact]
    public void What_an_older_runtime_wrote_in_another_form_stops_nothing()
    {
        // The first block of a new runtime sees what the old one left.
        var block = RecordedBlock.Load("Blocks/coretime-027-rotation");
        var (before, sale) = (block.Extractor.EveryBlock.Single(r => r.Side == StorageSide.Parent), block.Scan().Needs.Storage.Single());
        var scan = block.Extractor.Scan(block.Head, block.Storage.With(before, [1, 2, 3]), Watch);
        var facts = block.Extractor.Extract(scan, block.Extrinsics, StorageValues.None.With(sale, [4, 5])).Facts;
        Assert.Equal("\"0x010203\"", facts.OfType<ChainFact.ConfigurationChanged>().Single().Before);
        Assert.Null(facts.OfType<ChainFact.SaleInitialized>().Single().Before);
    }

    [Fact]
    public void A_timestamp_beyond_all_time_gives_no_facts()
    {
        var block = RecordedBlock.Load("Blocks/relay-035-scheduled-credit-order");
        var now = block.Extractor.EveryBlock[1];
        var scan = block.Extractor.Scan(block.Head, block.Storage.With(now, [255, 255, 255, 255, 255, 255, 255, 255]), Watch);
        var further = StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, (byte[]?)null)));
        Assert.Equal(FactFault.Inconsistent, Assert.Throws<FactException>(() => block.Extractor.Extract(scan, null, further)).Fault);
    }

    private static StorageValues Events(FactExtractor extractor, byte[] events) => StorageValues.None.With(extractor.EveryBlock[0], events);

    private static BlockFacts Read(RecordedBlock block, byte[] events)
    {
        var scan = block.Extractor.Scan(block.Head, block.Storage.With(block.Extractor.EveryBlock[0], events), Watch);
        var storage = block.Storage;
        var further = StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, storage.TryGet(r, out var value) ? value : null)));
        return block.Extractor.Extract(scan, block.Extrinsics, further);
    }
}
