using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Everything anew from the journals of the other parts of the desk.</summary>
public sealed class RebuildingFacts(PostgresFixture postgres)
{

    [Fact]
    public async Task Gives_to_the_last_planck_what_came_one_by_one()
    {
        await using var world = await StartAsync();
        var before = await world.ExportAsync();
        var answers = await world.RebuildAsync();
        Assert.Equal(0, answers[^1].Result.Changed);
        Assert.True(answers[^1].Result.Facts > 60);
        Assert.Equal(before, await world.ExportAsync());
        Assert.Equal(["reading identity", "reading leads", "reading quoting", "reading creditgrants", "reading commissions", "reading chainwatcher", "working out facts", "exchanging", "done"], answers.Select(a => a.Step).Distinct());
    }

    [Fact]
    public async Task Has_quotas_as_the_bus_told_of_them_with_the_reps_team_and_their_evidence()
    {
        await using var world = await StartAsync();
        var decision = Guid.CreateVersion7();
        await world.TellAsync(new TopicEvent("commissions", decision, 1, new Commissions.V1.QuotaGiven { PersonId = $"{InsightsWorld.Ada.Id}", Month = "2026-11", Token = "DOT", Planck = "1000", GivenAt = InsightsWorld.Start.ToTimestamp() }, Guid.Empty, InsightsWorld.Start));
        var before = await world.ExportAsync();
        var quota = Assert.Single((await world.FactsAsync()).Facts.OfType<QuotaGiven>());
        Assert.Equal(($"{InsightsWorld.Ada.Id}", $"{InsightsWorld.North}", "1000"), (quota.Rep, quota.Team, $"{quota.Amount.Value}"));
        var report = await world.ReportAsync("2026-11", "2026-11", V1.Grouping.Team, null, "quota_attainment");
        Assert.Equal("1000", Assert.Single(report.Figures).Denominator);
        Assert.Equal("1000", report.GroupFigures.Single(f => f.Metric == "quota_attainment" && f.Group == $"{InsightsWorld.North}").Denominator);
        var explained = await world.Metrics.ExplainFigureAsync(new() { Metric = "quota_attainment", Month = "2026-11" }, world.As(InsightsWorld.Lena));
        var evidence = Assert.Single(Assert.Single(Assert.Single(explained.Parts.Single(p => p.Name == "denominator").Items).Facts).Evidence);
        Assert.Equal(("commissions", $"{decision}"), (evidence.Topic, evidence.AggregateId));
        Assert.Equal(0, (await world.RebuildAsync())[^1].Result.Changed);
        Assert.Equal(before, await world.ExportAsync());
    }

    [Fact]
    public async Task Can_be_given_up_half_way_and_begun_again()
    {
        await using var world = await StartAsync();
        var before = await world.ExportAsync();
        using (var stopped = new CancellationTokenSource())
        {
            world.Journals.AfterReading = async part =>
            {
                if (part == "quoting")
                {
                    await stopped.CancelAsync();
                }
            };
            using var call = world.Metrics.Rebuild(new(), world.As(InsightsWorld.Admin), cancellationToken: stopped.Token);
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(stopped.Token))
                {
                }
            });
        }

        world.Journals.AfterReading = _ => Task.CompletedTask;
        Assert.Equal(before, await world.ExportAsync());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Assert.Equal(0, (await world.RebuildAsync())[^1].Result.Changed);
                break;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition && attempt < 50)
            {
                // The one that was given up still cleans up behind itself.
                await Task.Delay(100);
            }
        }

        Assert.Equal(before, await world.ExportAsync());
    }

    [Fact]
    public async Task Makes_everything_of_nothing()
    {
        await using var orderly = await StartAsync();
        await using var empty = new InsightsWorld(postgres);
        await empty.InitializeAsync();
        empty.Journals.Published.AddRange(orderly.Journals.Published);
        Assert.Empty(await empty.ExportAsync());
        await empty.RebuildAsync();
        Assert.Equal(await orderly.ExportAsync(), await empty.ExportAsync());
    }

    [Fact]
    public async Task Repairs_facts_that_were_tampered_with_and_says_how_many()
    {
        await using var world = await StartAsync();
        var before = await world.ExportAsync();
        await world.ExecuteAsync("update insights.facts set body = replace(body::text, '\"own\"', '\"sponsor\"')::json where kind = 'purchase'");
        await world.ExecuteAsync("update insights.facts set is_gone = true where kind = 'quoted'");
        await world.ExecuteAsync("insert into insights.facts (id, kind, occurred_at, recorded_at, token, body, evidence, subject, is_gone) select id || 'x', kind, occurred_at, recorded_at, token, replace(body::text, id, id || 'x')::json, evidence, subject, false from insights.facts where kind = 'lead_created'");
        Assert.NotEqual(before, await world.ExportAsync());
        Assert.True((await world.RebuildAsync())[^1].Result.Changed > 20);
        Assert.Equal(before, await world.ExportAsync());
    }

    [Fact]
    public async Task Changes_nothing_when_a_journal_cannot_be_read_to_its_end()
    {
        await using var world = await StartAsync();
        var before = await world.ExportAsync();
        world.Journals.Away = "quoting";
        var e = await Assert.ThrowsAsync<RpcException>(world.RebuildAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal(before, await world.ExportAsync());
        world.Journals.Away = null;
        Assert.Equal(0, (await world.RebuildAsync())[^1].Result.Changed);
    }

    [Fact]
    public async Task Keeps_what_is_told_meanwhile()
    {
        await using var world = await StartAsync();
        var late = new Customer(40, InsightsWorld.Ada);
        world.Journals.AfterReading = async part =>
        {
            if (part == "leads")
            {
                // Its journal is read already: only the bus has told of this one.
                await world.DeliverAsync(late.Noted(InsightsWorld.Start));
                await world.DeliverAsync(late.Opened(InsightsWorld.Start));
            }
        };
        await world.RebuildAsync();
        Assert.Contains((await world.FactsAsync()).Facts.OfType<LeadCreated>(), l => l.Lead == $"{late.Account}");
    }

    [Fact]
    public async Task Is_done_by_one_at_a_time()
    {
        await using var world = await StartAsync();
        Refusal? second = null;
        world.Journals.AfterReading = async part =>
        {
            if (part == "identity")
            {
                world.Journals.AfterReading = _ => Task.CompletedTask;
                second = await InsightsWorld.RefusedAsync(world.RebuildAsync);
            }
        };
        Assert.Equal(0, (await world.RebuildAsync())[^1].Result.Changed);
        Assert.Equal("REBUILDING", second?.Reason);
        Assert.Equal(0, (await world.RebuildAsync())[^1].Result.Changed);
    }

    [Fact]
    public async Task Is_for_administrators_alone()
    {
        await using var world = await StartAsync();
        foreach (var person in new[] { InsightsWorld.Lena, InsightsWorld.Ada })
        {
            using var call = world.Metrics.Rebuild(new(), world.As(person));
            Assert.Equal("ROLE_MISSING", (await InsightsWorld.RefusedAsync(() => call.ResponseStream.MoveNext(CancellationToken.None))).Reason);
        }
    }

    private async Task<InsightsWorld> StartAsync()
    {
        var world = new InsightsWorld(postgres);
        await world.InitializeAsync();
        await world.TellAsync(InsightsWorld.Staff);
        await world.TellAsync(KeepingFacts.Told());
        return world;
    }
}
