using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.MadeBlock;
using static CoretimeDesk.ChainWatcher.Tests.Support.Profiles;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>What accounts hold before and after a block decides, and no event.</summary>
public sealed class SeeingBalances
{
    private static readonly WatchList Pools = new("desk:"u8, [Bob], [Desk]);

    [Theory]
    [InlineData("1000 0 0", "1000 0 0", "")]
    [InlineData("1000 0 0", "999 0 0", "999 0 0 before 1000")] // A fee.
    [InlineData("1000 0 0", "1500 0 0", "1500 0 0 before 1000")]
    [InlineData("1000 5 0", "1000 6 0", "1000 6 0 before 1000")] // Rewards may be held at once.
    [InlineData("1000 0 7", "1000 0 0", "1000 0 0 before 1000")] // A lock has ended: more can be spent, and free is the same.
    [InlineData("none", "none", "")]
    [InlineData("none", "10 0 0", "10 0 0 before 0")] // An account is made…
    [InlineData("10 0 0", "none", "0 0 0 before 10")] // …and reaped.
    [InlineData("none", "0 0 0", "")] // An entry without money, such as one that others refer to, holds as much as none.
    [InlineData("340282366920938463463374607431768211454 1 2", "340282366920938463463374607431768211455 1 2", "340282366920938463463374607431768211455 1 2 before 340282366920938463463374607431768211454")]
    public void A_block_tells_of_an_account_that_holds_something_else_after_it(string before, string after, string told)
    {
        foreach (var extractor in new[] { Altered.Coretime(), Altered.Relay() })
        {
            Assert.Equal(told, string.Join("; ", Seen(extractor, before, after).Select(Text)));
        }
    }

    [Fact]
    public void What_changes_in_an_entry_beside_money_is_not_told()
    {
        var extractor = Altered.Coretime();
        var after = Entry(extractor.Runtime, "5 6 7", nonce: 12);
        Assert.NotEqual(Entry(extractor.Runtime, "5 6 7")!, after!);
        Assert.Empty(Facts(new(extractor), Pools, null, (Desk, Entry(extractor.Runtime, "5 6 7"), after)).Facts);
    }

    [Theory]
    [InlineData("1000 2 3", "1000 2 3", "1000 2 3")]
    [InlineData("1000 2 3", "400 2 3", "400 2 3")] // What was before the opening is unknown, also where the block's parent could tell it.
    [InlineData("none", "none", "0 0 0")]
    public void An_account_that_is_looked_at_for_the_first_time_is_told_of_in_any_case_and_with_nothing_before(string before, string after, string told) =>
        Assert.Equal(told, Text(Seen(Altered.Coretime(), before, after, Desk).Single()));

    [Fact]
    public void Only_accounts_that_are_watched_with_their_balance_are_opened() => Assert.Empty(Seen(Altered.Coretime(), "1 0 0", "1 0 0", Alice, Bob));

    [Fact]
    public void It_comes_after_all_other_facts_in_the_order_of_accounts_and_has_an_id_of_block_and_account()
    {
        var extractor = Altered.Coretime();
        var block = new MadeBlock(extractor)
            .Hook(Event("Broker", "CoreCountRequested", ("core_count", 7)))
            .Signed(Alice, Call("System", "remark", ("remark", "0x00")), Purchased(Alice, 5));
        AccountId32[] accounts = [Dave, Desk, Alice, Bob];
        var entries = accounts.Select(a => (a, Entry(extractor.Runtime, "5 0 0"), Entry(extractor.Runtime, "4 0 0"))).ToArray();
        var facts = Facts(block, new("desk:"u8, [], accounts), new HashSet<AccountId32> { Bob }, entries).Facts;

        Assert.Equal(["CoreCountRequested", "Purchased", "BalanceSeen", "BalanceSeen", "BalanceSeen", "BalanceSeen"], facts.Select(f => f.Name));
        var seen = facts.OfType<ChainFact.BalanceSeen>().ToList();
        Assert.Equal(accounts.Order(), seen.Select(s => s.Account));
        Assert.Equal([Bob], seen.Where(s => s.FreeBefore is null).Select(s => s.Account));
        Assert.All(seen, s => Assert.Equal((null, null, null, EventPhase.Finalization), (s.Origin.EventIndex, s.Origin.Extrinsic, s.Origin.RanAs, s.Origin.Phase)));
        Assert.All(seen, s => Assert.Equal((facts[0].Origin.Block, facts[0].Origin.At, facts[0].Origin.RelayBlock), (s.Origin.Block, s.Origin.At, s.Origin.RelayBlock)));

        var storage = FactId.Of(seen[0].Origin.Chain.Genesis, seen[0].Origin.Block.Hash, null);
        Assert.Equal(facts.Count + 1, facts.Select(f => f.Id).Append(storage).Distinct().Count());
        var again = Facts(block, new("desk:"u8, [], accounts.Reverse()), null, entries).Facts; // Whether it is an opening is no part of the id.
        Assert.Equal(facts.Select(f => f.Id), again.Select(f => f.Id));
    }

    [Fact]
    public void A_recorded_block_tells_the_same_as_before_and_what_accounts_hold_behind_it()
    {
        var recorded = RecordedBlock.Load("Blocks/coretime-007-transfers");
        var plain = recorded.Facts(new("desk:"u8, [Desk])).Facts;
        var key = Key(recorded.Runtime, Desk);
        var scan = recorded.Extractor.Scan(recorded.Head, recorded.Storage, new("desk:"u8, balances: [Desk]));
        var asked = scan.Needs.Storage.ToDictionary(r => r, r => r.Key != key ? null : Entry(recorded.Runtime, r.Side == StorageSide.Parent ? "1000 0 0" : "2000 0 0"));
        var facts = recorded.Extractor.Extract(scan, recorded.Extrinsics, StorageValues.Of(asked)).Facts;
        Assert.Equal(2, plain.OfType<ChainFact.BalanceTransferred>().Count());
        Assert.Equal(plain, facts.SkipLast(1)); // Whose balance is watched, his transfers are, too.
        Assert.Equal("2000 0 0 before 1000", Text((ChainFact.BalanceSeen)facts[^1]));
    }

    [Fact]
    public void It_asks_for_two_values_of_each_account_whose_balance_is_watched_and_for_none_of_others()
    {
        var extractor = Altered.Coretime();
        IReadOnlyList<StorageRead> Asked(WatchList watch) => extractor.Scan(new MadeBlock(extractor).Head, new MadeBlock(extractor).Storage(), watch).Needs.Storage;
        Assert.Empty(Asked(new("desk:"u8, [Alice, Bob])));
        Assert.Empty(Asked(new WatchList("desk:"u8, [Alice], [Bob, Desk]).WithoutBalances));
        Assert.Equal(
            new[] { Bob, Desk }.SelectMany(a => new StorageRead[] { new(Key(extractor.Runtime, a), StorageSide.Parent), new(Key(extractor.Runtime, a), StorageSide.Block) }).ToHashSet(),
            [.. Asked(new("desk:"u8, [Alice], [Bob, Desk, Bob]))]);
    }

    [Theory]
    [InlineData(StorageSide.Parent)]
    [InlineData(StorageSide.Block)]
    public void What_was_not_read_is_not_taken_for_nothing(StorageSide missing)
    {
        var extractor = Altered.Coretime();
        var block = new MadeBlock(extractor);
        var scan = extractor.Scan(block.Head, block.Storage(), Pools);
        var half = StorageValues.Of(scan.Needs.Storage.Where(r => r.Side != missing).Select(r => KeyValuePair.Create(r, (byte[]?)null)));
        Assert.Equal(FactFault.MissingInput, Assert.Throws<FactException>(() => extractor.Extract(scan, [], half)).Fault);
    }

    [Theory]
    [InlineData("9 1 5 3", "9 1 5")]
    [InlineData("9 1 3 5", "9 1 5")]
    [InlineData("9 1 0 0", "9 1 0")]
    public void A_runtime_that_keeps_locks_on_fees_apart_has_the_larger_lock_frozen(string fields, string told)
    {
        var old = Altered.Coretime(Altered.StoredLocksApart);
        var (free, reserved, misc, fee) = fields.Split(' ') is [var a, var b, var c, var d] ? (a, b, c, d) : default;
        var entry = Encode(old.Runtime, new() { ["free"] = free, ["reserved"] = reserved, ["misc_frozen"] = misc, ["fee_frozen"] = fee }, 0);
        Assert.Equal(told, Text(Facts(new(old), Pools, new HashSet<AccountId32> { Desk }, (Desk, null, entry)).Facts.OfType<ChainFact.BalanceSeen>().Single()));
    }

    [Fact]
    public void A_runtime_of_another_shape_is_refused_where_a_balance_is_watched_and_only_there()
    {
        foreach (var edit in new[] { Altered.RenameStored("AccountData", "free", "good"), Altered.RenameStored("AccountInfo", "data", "info"), Altered.RenameEntry("Account", "Holder") })
        {
            var strange = Altered.Coretime(edit);
            var refused = Assert.Throws<FactException>(() => Facts(new(strange), Pools, null, (Desk, new byte[80], new byte[80])));
            Assert.Equal(FactFault.UnknownShape, refused.Fault);
            Assert.NotEmpty(Facts(new MadeBlock(strange).Hook(Event("Broker", "CoreCountRequested", ("core_count", 7))), new("desk:"u8, [Desk]), null).Facts);
        }
    }

    [Fact]
    public void Half_an_entry_is_no_entry()
    {
        var extractor = Altered.Coretime();
        var whole = Entry(extractor.Runtime, "1000 0 0")!;
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(FactFault.Undecodable, Assert.Throws<FactException>(() => Facts(new(extractor), Pools, null, (Desk, whole, whole[..length]))).Fault);
        }
    }

    private static IReadOnlyList<ChainFact.BalanceSeen> Seen(FactExtractor extractor, string before, string after, params AccountId32[] opening) =>
        [.. Facts(new(extractor), Pools, opening.ToHashSet(), (Desk, Entry(extractor.Runtime, before), Entry(extractor.Runtime, after))).Facts.Cast<ChainFact.BalanceSeen>()];

    private static BlockFacts Facts(MadeBlock block, WatchList watch, IReadOnlySet<AccountId32>? opening, params (AccountId32 Account, byte[]? Before, byte[]? After)[] entries) =>
        block.Facts(watch, StorageValues.Of(entries.SelectMany(e => new[]
        {
            KeyValuePair.Create(new StorageRead(block.KeyOf("System", "Account", e.Account), StorageSide.Parent), e.Before),
            KeyValuePair.Create(new StorageRead(block.KeyOf("System", "Account", e.Account), StorageSide.Block), e.After),
        })), opening);

    private static string Text(ChainFact.BalanceSeen seen) =>
        $"{seen.Free.Planck} {seen.Reserved.Planck} {seen.Frozen.Planck}{(seen.FreeBefore is { } before ? $" before {before.Planck}" : "")}";

    private static string Key(Runtime runtime, AccountId32 account) => Hex.Encode(runtime.Storage("System", "Account").Key(account.ToArray()));

    /// <summary>An entry by "free reserved frozen".</summary>
    private static byte[]? Entry(Runtime runtime, string amounts, uint nonce = 3) => amounts.Split(' ') is [var free, var reserved, var frozen]
        ? Encode(runtime, new() { ["free"] = free, ["reserved"] = reserved, ["frozen"] = frozen, ["flags"] = "170141183460469231731687303715884105728" }, nonce)
        : null;

    private static byte[] Encode(Runtime runtime, JsonObject data, uint nonce) => runtime.Encode(
        runtime.Storage("System", "Account").Entry.Value,
        JsonSerializer.SerializeToElement(new JsonObject { ["nonce"] = nonce, ["consumers"] = 1, ["providers"] = 1, ["sufficients"] = 0, ["data"] = data }));
}
