using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary><c>./desk chain</c> with a desk that follows recorded chains.</summary>
public sealed class AskingAboutTheChains(DeskWithChains desk) : IClassFixture<DeskWithChains>
{
    private const string Bob = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    [Fact]
    public async Task Followers_and_market_are_told_with_dates_and_units_and_the_price_is_that_of_the_maths()
    {
        var followers = await desk.DeskAsync("chain", "followers");
        Assert.Matches(@"replay-relay +│ relay +│ live +│ 1 Mar 2026 00:01 UTC, block 13 ", followers);
        Assert.Contains("Recorded blocks keep the dates of their recording", followers);

        var market = (await desk.JsonAsync("chain", "market"))["market"]!;
        var table = await desk.DeskAsync("chain", "market");
        Assert.Equal(DeskWithChains.Coretime, (string?)market["chain"]);
        Assert.Contains($"PAS ({market["price"]} planck)", table);
        Assert.Contains($"{market["coresOffered"]} offered, {market["coresSold"]} sold, {market["coresLeft"]} left", table);
        Assert.Matches(@"the sale ends +│ \d+ Mar 2026 \d\d:\d\d UTC", table);
        Assert.Contains("0.001 PAS, since 1 Mar 2026 00:01 UTC", table);

        var block = $"{(uint)market["saleStart"]! + ((uint)market["leadinLength"]! / 3)}";
        var price = (await desk.JsonAsync("chain", "price-at", block))["price"]!;
        Assert.True(new LeadinCurve(new((uint)market["saleStart"]!), (uint)market["leadinLength"]!, Planck.Parse((string)market["endPrice"]!)).TryPriceAt(new(uint.Parse(block)), out var expected));
        Assert.Equal($"{expected}", (string?)price);
    }

    [Fact]
    public async Task Regions_and_renewals_are_listed_with_dates_and_amounts()
    {
        var all = (await desk.CallAsync((watcher, options) => watcher.ListRegionsAsync(new() { Chain = DeskWithChains.Coretime, PageSize = 1000 }, options))).Regions;
        var bobs = (await desk.JsonAsync("chain", "regions", "--owner", Bob))["regions"]!.AsArray();
        Assert.NotEmpty(bobs);
        Assert.Equal(all.Count(region => region.Owner == (string?)bobs[0]!["owner"]), bobs.Count);
        var table = await desk.DeskAsync("chain", "regions", "--owner", Bob);
        Assert.Contains(Bob, table);
        Assert.Contains("5000 PAS", table);
        Assert.Matches(@"│ 8 +│ \d+ \w{3} 2026 \d\d:\d\d UTC +│ \d+ \w{3} 2026 \d\d:\d\d UTC +│ whole core", table);

        // As they were in the first block of a sale: later ones were renewed.
        var renewals = desk.RenewalsAtStart.Renewals;
        Assert.Equal([(2u, "7500000000000", 2001u), (5u, "275000000000000", 2000u)], renewals.Select(r => (r.Core, r.Price, r.Tasks[0])));
        Assert.All(new[] { "2    │ 750 PAS ", "5    │ 27500 PAS " }, row => Assert.Contains($" (relay block {renewals[0].DeadlineRelayBlock}) │ {row}", desk.RenewalsTableAtStart));
        Assert.Matches(@"│ \d+ Mar 2026 \d\d:\d\d UTC \(relay", desk.RenewalsTableAtStart);
    }

    [Fact]
    public async Task Facts_come_in_pages_newest_first_and_are_chosen_by_type_account_and_date()
    {
        var all = await desk.FactsAsync("--chain", DeskWithChains.Relay);
        Assert.Equal([11, 9, 8, 8, 7, 4, 3], all.Select(DeskWithChains.BlockOf));

        var paged = new List<JsonNode>();
        for (string? page = ""; page is not null;)
        {
            var output = await desk.DeskAsync(["chain", "facts", "--json", "--chain", DeskWithChains.Relay, "--page-size", "4", .. page.Length > 0 ? ["--page", page] : Array.Empty<string>()]);
            paged.AddRange(DeskWithChains.Lines(output));
            page = output.Split("There is more: --page ") is [_, var token] ? token.Trim() : null;
        }

        Assert.Equal(all.Select(DeskWithChains.IdOf), paged.Select(DeskWithChains.IdOf));
        Assert.Equal([11, 8, 8], (await desk.FactsAsync("--chain", DeskWithChains.Relay, "--type", "ondemandorderplaced", "--type", "CoreAssigned", "--since", "2026-03-01T00:00:48Z")).Select(DeskWithChains.BlockOf));
        Assert.Equal([8], (await desk.FactsAsync("--chain", DeskWithChains.Relay, "--from-block", "5", "--to-block", "8", "--task", "3333")).Select(DeskWithChains.BlockOf));
        var table = await desk.DeskAsync("chain", "facts", "--chain", DeskWithChains.Relay, "--account", Bob);
        Assert.Equal(5, table.Split('\n').Count(line => line.Contains("5FHneW…94ty", StringComparison.Ordinal)));
        Assert.Contains("para 2000, spot price 0.001 PAS, ordered by 5FHneW…94ty, means credits, evidence call", table);

        // Of both chains the newest, by time and not by height.
        var newest = await desk.FactsAsync("--page-size", "200");
        var times = newest.Select(fact => DateTimeOffset.Parse((string)fact["origin"]!["occurredAt"]!)).ToList();
        Assert.Equal(times.OrderDescending(), times);
        Assert.Equal(2, newest.Select(fact => (string?)fact["origin"]!["chain"]).Distinct().Count());

        // An optional number that is not set is none, and not 0.
        Assert.DoesNotContain("end hint", await desk.DeskAsync("chain", "fact", DeskWithChains.IdOf(all[0])));
        var one = await desk.DeskAsync("chain", "fact", DeskWithChains.IdOf(all[2]));
        Assert.Contains("block 8 of replay-relay", one);
        Assert.Contains("  beside it OnDemandOrderPlaced", one);
    }

    [Fact]
    public async Task Whoever_follows_the_facts_sees_each_once_though_the_watcher_is_killed_between()
    {
        var first = await desk.BestAsync(DeskWithChains.Coretime);
        using var follow = desk.Desk.Start("chain", "facts", "--follow", "--json", "--page-size", "1");
        var seen = new ConcurrentQueue<string>();
        var reading = Task.Run(async () =>
        {
            while (await follow.StandardOutput.ReadLineAsync() is { } line)
            {
                seen.Enqueue(line);
            }
        });
        var errors = follow.StandardError.ReadToEndAsync();
        await DeskUnderTest.EventuallyAsync(() => Task.FromResult(!seen.IsEmpty), "the newest fact is shown");

        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "advanceTo", new { height = Math.Max(first, 50) });
        await desk.ReadAsync();
        await desk.KillWatcherAsync();
        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "advanceTo", new { height = Math.Max(first, 60) });
        await desk.AnswersAgainAsync();
        await desk.ReadAsync();

        var expected = (await desk.FactsAsync(first + 1, 60)).Select(fact => fact.Origin.FactId).ToList();
        await DeskUnderTest.EventuallyAsync(() => Task.FromResult(seen.Count >= expected.Count + 1), $"{expected.Count} facts are shown");
        ProcessIdentity.Of(follow.Id)!.Signal(UnixSignal.Interrupt);
        await follow.WaitForExitAsync();
        await reading;
        Assert.Equal(expected, seen.Skip(1).Select(line => DeskWithChains.IdOf(JsonNode.Parse(line)!)));
        Assert.All((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(Nothing answers|The chain watcher answers again|.*Trying again)", line));
    }

    [Fact]
    public async Task A_follower_that_stopped_says_why_and_goes_on_when_it_is_told_to()
    {
        var next = await desk.BestAsync(DeskWithChains.Coretime) + 1;
        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "missing", new { height = next });
        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "advance");
        await DeskUnderTest.EventuallyAsync(async () => (await desk.FollowerAsync(DeskWithChains.Coretime)).Mode == FollowerMode.Stopped, "the follower has stopped");

        var told = await desk.DeskAsync("chain", "followers");
        Assert.Contains("replay-coretime has stopped (HistoryMissing): ", told);
        Assert.Contains("When that is done: ./desk chain resume replay-coretime", told);
        var (code, refused) = await desk.Desk.RunAsync("chain", "resume", DeskWithChains.Coretime);
        Assert.Equal(1, code);
        Assert.Contains($"It would go on after 1 Mar 2026", refused);
        Assert.Contains("Add --yes", refused);
        Assert.Equal(FollowerMode.Stopped, (await desk.FollowerAsync(DeskWithChains.Coretime)).Mode);

        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "missing", new { height = next, on = false });
        Assert.Contains("replay-coretime goes on", await desk.DeskAsync("chain", "resume", DeskWithChains.Coretime, "--yes"));
        await desk.ReadAsync();
        Assert.StartsWith("replay-coretime has not stopped: it is ", await desk.ComplaintAsync("chain", "resume", DeskWithChains.Coretime, "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backfill_ends_visibly_where_history_ends_and_otherwise_outlives_its_command_and_its_service()
    {
        var why = await desk.ComplaintAsync("chain", "backfill", "--from-block", "2");
        Assert.Contains("replay-coretime: stopped before block 2 of 2 to 39: the node has forgotten the state", why);
        Assert.Contains("Nothing was read", why);

        // So slow that it cannot be over before it is interrupted.
        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "delay", new { ms = 3000 });
        using var command = desk.Desk.Start("chain", "backfill", "--from-block", "3");
        var said = command.StandardError.ReadToEndAsync();
        await DeskUnderTest.EventuallyAsync(IsRunningAsync, "the backfill has begun");
        var watch = Stopwatch.StartNew();
        ProcessIdentity.Of(command.Id)!.Signal(UnixSignal.Interrupt);
        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 130, $"{command.ExitCode} after {watch.Elapsed}: {await said}");
        Assert.Matches(@"^No longer watched(, at block \d+ of 3 to 39)?\. The chain watcher goes on with it by itself", await said);

        await desk.KillWatcherAsync();
        await desk.Desk.OrderAsync(DeskWithChains.Coretime, "delay", new { ms = 0 });
        await desk.AnswersAgainAsync();
        Assert.Contains("✓ reading replay-coretime", await desk.DeskAsync("chain", "backfill", "--from-block", "3"));

        var facts = await desk.FactsAsync(1, DeskWithChains.Start - 1);
        Assert.Equal(37, facts.Select(fact => fact.Origin.FactId).Distinct().Count());
        Assert.Equal(37, facts.Count);
        Assert.Contains("from block 3 on everything was read before", await desk.DeskAsync("chain", "backfill", "--from-block", "3"));
        Assert.Contains("blocks from 40 on were read already", await desk.ComplaintAsync("chain", "backfill", "--from-block", "41"));
    }

    [Fact]
    public async Task A_chain_that_is_not_followed_is_answered_with_those_that_are()
    {
        Assert.Equal("--chain: 'polkadot-coretime' is not followed; there are replay-coretime, replay-relay.", await desk.ComplaintAsync("chain", "market", "--chain", "polkadot-coretime"));
        Assert.Equal("--chain: 'replay-relay' is a relay chain, which has no regions; Coretime chains are replay-coretime.", await desk.ComplaintAsync("chain", "regions", "--chain", "replay-relay"));
        Assert.Equal("chain: 'nix' is not followed; there are replay-coretime, replay-relay.", await desk.ComplaintAsync("chain", "resume", "nix"));
        Assert.Equal("--page: belongs to one chain; name it with --chain, one of replay-coretime, replay-relay.", await desk.ComplaintAsync("chain", "facts", "--page", "1.1.1"));
        Assert.Contains("lies beyond this sale", await desk.ComplaintAsync("chain", "price-at", "2027-01-01"));
        Assert.StartsWith("when: 'tomorrow' is no date", await desk.ComplaintAsync("chain", "price-at", "tomorrow"), StringComparison.Ordinal);
    }

    // Whether there is one that is not over; before the first there is none to watch.
    private async Task<bool> IsRunningAsync()
    {
        try
        {
            await foreach (var answer in desk.Watcher.StreamAsync((watcher, options) => watcher.WatchBackfill(new() { Chain = DeskWithChains.Coretime }, options), CancellationToken.None))
            {
                return answer.Backfill is { IsDone: false, StopMessage: "", FromBlock: 3 };
            }

            return false;
        }
        catch (DeskException e) when (CallFailure.ReasonOf(e) == "NO_BACKFILL")
        {
            return false;
        }
    }
}
