using System.Buffers.Binary;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Tests.Lab;
using Google.Protobuf;

namespace CoretimeDesk.ChainWatcher.Tests;

/// <summary>What the watcher tells of accounts, where a real runtime moves the money. Skips where the chain lab cannot run, and says why.</summary>
public sealed class WatchingOnARealChain(LabFixture fixture) : IClassFixture<LabFixture>
{
    private const string Chain = "lab-coretime";

    [Fact]
    public async Task A_payment_is_told_with_what_both_sides_hold_and_a_purchase_costs_its_price_and_its_fee()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        var people = (await world.Lab.InfoAsync()).Accounts;
        var (alice, desk) = (people["alice"].Hex, people["desk"].Hex);
        await world.SeesAllAsync();
        await WatchAsync(world, alice);
        await WatchAsync(world, people["desk"].Ss58);

        // The next block of each chain opens both accounts, and nothing happens in it.
        await world.Lab.NewBlockAsync();
        await world.Lab.NewBlockAsync(chain: LabNetwork.Relay);
        await world.SeesAllAsync();
        foreach (var (network, chain) in WatcherWorld.Networks)
        {
            var opened = await SeenAsync(world, chain);
            Assert.Equal(new[] { alice, desk }.Order(), opened.Select(s => s.Account));
            Assert.All(opened, s => Assert.Equal("", s.FreeBefore));
            foreach (var seen in opened)
            {
                Assert.Equal($"{await FreeAsync(world, seen.Account, network)}", seen.Free);
            }
        }

        var paid = (await world.Lab.RunAsync("pay", new { who = "alice", to = "desk" })).Blocks.Single();
        await world.SeesAllAsync();
        var moved = JsonParser.Default.Parse<BalanceTransferred>((await world.FactsAsync(Chain, 0, nameof(BalanceTransferred))).Single(f => f.Origin.BlockHash == paid.Hash).Json);
        Assert.Equal((alice, desk), (moved.From, moved.To));
        var both = (await SeenAsync(world, Chain)).Where(s => s.Origin.BlockHash == paid.Hash).ToDictionary(s => s.Account);
        Assert.Equal(Int128.Parse(moved.Amount, null), Rise(both[desk]));
        Assert.True(-Rise(both[alice]) > Int128.Parse(moved.Amount, null), "who pays bears the fee, too");
        Assert.Equal($"{await FreeAsync(world, alice, LabNetwork.Coretime)}", both[alice].Free);

        await world.Lab.RunAsync("goto-phase", new { phase = "half" });
        await world.SeesAllAsync();
        var call = await world.Watcher().EncodeCallAsync(new() { Chain = Chain, Calls = { """{"pallet":"Broker","call":"purchase","args":{"price_limit":"1000000000000000"}}""" } });
        await using var wallet = await Wallet.OpenAsync(world.Lab);
        var events = await wallet.SendAsync(AccountId32.Parse(alice), Hex.Decode(call.CallData));
        var heads = await world.SeesAllAsync();
        var price = events.Single(e => e.Is("Broker", "Purchased"))["price"].AsUInt128();
        var fee = events.Single(e => e.Is("TransactionPayment", "TransactionFeePaid"))["actual_fee"].AsUInt128();
        var buyer = (await SeenAsync(world, Chain)).Last(s => s.Account == alice);
        Assert.Equal(heads[Chain].Hash, buyer.Origin.BlockHash);
        Assert.Equal((Int128)(price + fee), -Rise(buyer));

        var listed = (await world.Watcher().ListWatchedAccountsAsync(new(), world.Staff.As(world.Ada))).Accounts;
        Assert.Equal([alice, desk], listed.Select(a => a.Account));
        Assert.Equal((buyer.Free, heads[Chain].Number, heads[Chain].Hash), (listed[0].Balances[0].Free, listed[0].Balances[0].BlockNumber, listed[0].Balances[0].BlockHash));
        Assert.All(listed, a => Assert.Equal(["lab-coretime", "lab-relay"], a.Balances.Select(b => b.Chain)));
    }

    private static async Task WatchAsync(WatcherWorld world, string account) =>
        await world.Watcher().WatchAccountAsync(new() { RequestId = Guid.CreateVersion7().ToString(), Account = account, Balance = true }, world.Staff.As(world.Ada));

    private static async Task<IReadOnlyList<BalanceSeen>> SeenAsync(WatcherWorld world, string chain) =>
        [.. (await world.FactsAsync(chain, 0, nameof(BalanceSeen))).Select(f => JsonParser.Default.Parse<BalanceSeen>(f.Json)).OrderBy(s => s.Origin.BlockNumber).ThenBy(s => s.Account, StringComparer.Ordinal)];

    private static Int128 Rise(BalanceSeen seen) => (Int128)UInt128.Parse(seen.Free, null) - (Int128)UInt128.Parse(seen.FreeBefore, null);

    /// <summary>What the lab's chain has stored: free stands behind four counters of 32 bits.</summary>
    private static async Task<UInt128> FreeAsync(WatcherWorld world, string account, LabNetwork network) =>
        (await world.Lab.StorageAsync("System", "Account", [account], network)).Raw is { } raw ? BinaryPrimitives.ReadUInt128LittleEndian(Hex.Decode(raw).AsSpan(16)) : 0;
}
