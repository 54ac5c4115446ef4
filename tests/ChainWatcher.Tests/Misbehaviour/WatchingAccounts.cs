using CoretimeDesk.ChainWatcher.V1;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Accounts that are put on the watch list while chains are followed.</summary>
public sealed class WatchingAccounts(ReplayFixture fixture)
{
    private const string Account = HeldRecording.Account;

    [Fact]
    public async Task From_the_next_block_on_an_account_is_told_of_once_as_it_is_and_then_whenever_it_changes()
    {
        using var recording = new HeldRecording();
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 10 });
        await world.SavesAsync(10);
        var asked = await world.WatchAccountAsync(Account, note: "pool of programme Spring");
        Assert.Equal((Account, true, "pool of programme Spring", false, 0), (asked.Account, asked.Balance, asked.Note, asked.FromSettings, asked.Balances.Count));

        for (var block = 11u; block <= HeldRecording.Last; block++)
        {
            await world.OrderAsync("advance");
            await world.SavesAsync(block);
            Assert.Equal(HeldRecording.ToldFrom(11, last: block), await world.BalancesAsync(Account));
            var held = Assert.Single((await world.WatchedAsync()).Single().Balances);
            Assert.Equal(($"{HeldRecording.Steps.Last(s => s.From <= block).Free}", block, ReplayWorld.Name, "PAS", 10u), (held.Free, held.BlockNumber, held.Chain, held.Token.Symbol, held.Token.Decimals));
        }

        Assert.Equal([45, 56], await world.TransfersAsync());
        await world.HasTheOtherFactsUpToAsync(HeldRecording.Last);
    }

    [Fact]
    public async Task Facts_of_one_block_are_listed_newest_first_with_what_accounts_hold_at_the_end_of_it_on_top_however_small_the_pages()
    {
        using var recording = new HeldRecording();
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 44 });
        await world.SavesAsync(44);
        string[] accounts = [Account, .. Enumerable.Range(1, 5).Select(Made)];
        foreach (var account in accounts)
        {
            await world.WatchAccountAsync(account);
        }

        await world.OrderAsync("advance");
        await world.SavesAsync(45);
        var journal = await FactTable.LinesAsync(world.Database, "select payload::jsonb->'origin'->>'factId' from chainwatcher.journal where (payload::jsonb->'origin'->>'blockNumber')::int = 45 order by version");
        var seen = await ListAsync(world, new() { Chain = ReplayWorld.Name, FromBlock = 45, PageSize = 1 });
        Assert.Equal(journal.Order(), seen.Select(f => f.Origin.FactId).Order());
        Assert.Equal([.. Enumerable.Repeat("BalanceSeen", accounts.Length), "BalanceTransferred"], seen.Select(f => f.Type).Where(t => t.StartsWith("Balance", StringComparison.Ordinal)));
        Assert.Equal(accounts.Length, seen.TakeWhile(f => f.Type == nameof(BalanceSeen)).Count());
        Assert.All(seen.Take(accounts.Length), f => Assert.False(f.Origin.HasEventIndex));

        var ours = await ListAsync(world, new() { Account = Account, Types_ = { "BalanceSeen" }, PageSize = 1 });
        Assert.Equal(Account, BalanceSeen.Parser.ParseJson(Assert.Single(ours).Json).Account);
        Assert.Equal(ours[0], (await world.Watcher.GetFactAsync(new() { FactId = ours[0].Origin.FactId }, await world.AsAdaAsync())).Fact);
    }

    [Fact]
    public async Task Killed_and_started_again_and_with_a_second_replica_an_account_is_opened_once()
    {
        using var recording = new HeldRecording();
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 12, Processes = 2 });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>("select coalesce(max(block_number), 0) from chainwatcher.chains") == 12, "12 is saved");
        var leader = (await world.FollowerAsync(0)).Mode == FollowerMode.Live ? 0 : 1;
        await world.WatchAccountAsync(Account, process: 1 - leader); // The one that does not follow takes it, too.

        await world.OrderAsync("autoAdvance", new { everyMs = 30 });
        for (var kill = 0; kill < 3; kill++)
        {
            var before = await world.ScalarAsync<long>("select block_number from chainwatcher.chains");
            await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>("select block_number from chainwatcher.chains") is var now && (now > before || now == HeldRecording.Last), "blocks are saved");
            leader = (await world.FollowerAsync(0)).Mode == FollowerMode.Standby ? 1 : 0;
            await world.Processes[leader].KillAsync();
            await world.Processes[leader].StartAsync();
        }

        await world.OrderAsync("advanceTo", new { height = HeldRecording.Last });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>("select block_number from chainwatcher.chains") == HeldRecording.Last, "everything is saved");
        var told = await world.BalancesAsync(Account);
        Assert.Equal(HeldRecording.ToldFrom(13), told);
        Assert.Equal([45, 56], await world.TransfersAsync());
        await world.HasTheOtherFactsUpToAsync(HeldRecording.Last);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(30u)] // And one of the blocks that were read ahead cannot be read any more, now that it has to be known what an account holds.
    public async Task Blocks_that_were_read_ahead_are_read_again_when_the_list_has_grown(uint damagedAt)
    {
        using var recording = new HeldRecording(damagedAt);
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 10, Chain = [("BlocksPerCommit", "1")] });
        await world.SavesAsync(10);
        await using var closed = await world.ConnectAsAdministratorAsync();
        await using var transaction = await closed.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var close = new NpgsqlCommand("lock table chainwatcher.chains in share mode", closed))
        {
            await close.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await world.OrderAsync("advanceTo", new { height = HeldRecording.Last });
        await ReplayWorld.UntilAsync(
            async () => await world.ScalarAsync<bool>("select exists (select from pg_locks where not granted and relation = 'chainwatcher.chains'::regclass)") && ReadUpTo(await world.OrderAsync("state")) >= 60,
            "a block waits to be saved, and most of the others were read");
        await world.WatchAccountAsync(Account);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);

        if (damagedAt < HeldRecording.Last)
        {
            var stopped = await world.StopsAsync("Unreadable", saved: damagedAt - 1);
            Assert.Contains($"block {damagedAt} (0x", stopped.StopMessage, StringComparison.Ordinal);
        }
        else
        {
            await world.SavesAsync(HeldRecording.Last);
            Assert.Equal([45, 56], await world.TransfersAsync());
        }

        // Block 11 was being saved when the account was put on the list: what is told begins behind it.
        Assert.Equal(HeldRecording.ToldFrom(12, last: Math.Min(damagedAt - 1, HeldRecording.Last)), await world.BalancesAsync(Account));
        await world.HasTheOtherFactsUpToAsync(Math.Min(damagedAt - 1, HeldRecording.Last));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_read_stops_the_follower_where_a_balance_is_watched()
    {
        using var recording = new HeldRecording(damagedAt: 30);
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 20 });
        await world.SavesAsync(20);
        await world.WatchAccountAsync(Account, balance: false);
        await world.OrderAsync("advanceTo", new { height = 32 });
        await world.SavesAsync(32); // Its transfers need no entry.
        await world.WatchAccountAsync(Account);
        await world.OrderAsync("advanceTo", new { height = 34 });
        await world.StopsAsync("Unreadable", saved: 32);
        Assert.Empty(await world.BalancesAsync(Account));
    }

    [Fact]
    public async Task A_backfill_tells_transfers_of_accounts_that_are_watched_by_then_and_not_what_they_held()
    {
        using var recording = new HeldRecording();
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, At = 50, Start = "head" });
        await world.SavesAsync(50);
        await world.WatchAccountAsync(Account);
        await world.BackfillAsync(3);
        await world.ProgressAsync();
        Assert.Equal([45], await world.TransfersAsync());
        Assert.Empty(await world.BalancesAsync(Account));

        await world.OrderAsync("advanceTo", new { height = HeldRecording.Last });
        await world.SavesAsync(HeldRecording.Last);
        var told = await world.BalancesAsync(Account);
        Assert.Equal(HeldRecording.ToldFrom(FactTable.BlockOf(told[0].Replace(':', '|'))), told);
        Assert.Equal([45, 56], await world.TransfersAsync());
    }

    private static string Made(int number) => $"0x{number:x64}";

    /// <summary>How many blocks the node was asked for the version of: once for each that is read.</summary>
    private static long ReadUpTo(System.Text.Json.Nodes.JsonNode? state) => (long?)state!["requests"]?["state_getRuntimeVersion"] ?? throw new InvalidOperationException($"{state}");

    private static async Task<IReadOnlyList<Fact>> ListAsync(ReplayWorld world, ListFactsRequest request)
    {
        var facts = new List<Fact>();
        do
        {
            var page = await world.Watcher.ListFactsAsync(request, await world.AsAdaAsync());
            facts.AddRange(page.Facts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return facts;
    }
}
