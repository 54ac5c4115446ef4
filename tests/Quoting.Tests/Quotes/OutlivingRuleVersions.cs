using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>The third clock of a quote is the end that its own rule version has had since it was adopted. What is adopted afterwards moves no clock.</summary>
public sealed class OutlivingRuleVersions(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task P1_A_newer_version_shortens_no_quote_that_was_sent()
    {
        var sent = await _world.SentAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 5, days: 5));
        var unsent = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 5));
        var until = _world.Clock.Now.AddDays(5);
        await AdoptAsync(2, _world.Clock.Now.AddHours(72), rules => (rules["quote_days"]!["default"], rules["quote_days"]!["max"]) = (1, 1));

        _world.Clock.Advance(TimeSpan.FromHours(72));
        var fresh = QuotingWorld.Newest(await _world.SentAsync(_world.Rita, _world.Customer())).Snapshot;
        Assert.Equal((2u, _world.Clock.Now.AddDays(1)), (fresh.Judgement.RuleVersion, fresh.ValidUntil.ToDateTimeOffset()));
        Assert.Equal("RULES_CHANGED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, unsent)));

        await _world.SweepAsync();
        _world.Clock.Advance(until - _world.Clock.Now - TimeSpan.FromTicks(10));
        await _world.SweepAsync();
        var kept = QuotingWorld.Newest(await _world.GetAsync(sent));
        Assert.Equal(QuotingWorld.Newest(sent).Snapshot, kept.Snapshot);
        Assert.Equal((QuoteState.Sent, 1u, ValidityClock.Calendar, until), (kept.State, kept.Snapshot.Judgement.RuleVersion, kept.Snapshot.Clock, kept.Snapshot.ValidUntil.ToDateTimeOffset()));

        _world.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(QuoteState.Expired, QuotingWorld.Newest(await _world.GetAsync(sent)).State);
    }

    [Fact]
    public async Task P1_The_end_that_a_version_was_adopted_with_ends_its_quotes_whatever_follows_it()
    {
        var end = _world.Clock.Now.AddDays(2);
        await AdoptAsync(2, _world.Clock.Now.AddMinutes(1), rules => rules["effective_to"] = Instants.Format(end));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        var sent = await _world.SentAsync(_world.Rita, _world.Customer());
        await AdoptAsync(3, end.AddDays(-1));

        _world.Clock.Advance(end - _world.Clock.Now - TimeSpan.FromTicks(10));
        var kept = QuotingWorld.Newest(await _world.GetAsync(sent));
        Assert.Equal((QuoteState.Sent, 2u, ValidityClock.RuleVersion, end), (kept.State, kept.Snapshot.Judgement.RuleVersion, kept.Snapshot.Clock, kept.Snapshot.ValidUntil.ToDateTimeOffset()));
        _world.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(QuoteState.Expired, QuotingWorld.Newest(await _world.GetAsync(sent)).State);
    }

    private async Task AdoptAsync(int number, DateTimeOffset from, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(RuleFile.First.Canonical)!.AsObject();
        (json["version"], json["effective_from"]) = (number, Instants.Format(from));
        change?.Invoke(json);
        (await _world.Of<RulesDesk>().AdoptAsync(QuotingWorld.As(_world.Lena), json.ToJsonString(), "the ballot was won", CancellationToken.None)).OrThrow();
    }
}
