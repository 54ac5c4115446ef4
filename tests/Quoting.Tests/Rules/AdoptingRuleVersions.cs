using System.Text.Json.Nodes;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Quoting.Tests.Rules;

public sealed class AdoptingRuleVersions(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_new_desk_begins_with_version_1_and_says_so_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _world.Of<IEnumerable<IDatabaseMigration>>(i).Single(m => m.Name == "rule versions").MigrateAsync(CancellationToken.None)));

        var record = Assert.Single((await ListAsync()).Versions);
        Assert.Equal((1u, RuleFile.First.Hash, true, "desk"), (record.Version, record.Sha256, record.InForce, record.AdoptedBy));
        var adopted = Assert.Single(await EventsAsync());
        Assert.Equal((1u, RuleFile.First.Hash), (adopted.Version, adopted.Sha256));
        var version = (await GetAsync()).OrThrow();
        Assert.Equal(RuleFile.First.Canonical, version.RulesJson);
    }

    [Fact]
    public async Task A_version_is_adopted_with_author_reason_and_hash_and_counts_from_its_instant_on()
    {
        var from = _world.Clock.Now + TimeSpan.FromDays(3);
        var record = (await AdoptAsync(Version(2, from, j => j["ceilings_bp"]!["startup"]!["S"] = 1250), _world.Hana)).OrThrow().Record;

        Assert.Equal((2u, "Hana Head", "startups need more", false), (record.Version, record.AdoptedBy, record.Reason, record.InForce));
        Assert.Equal(_world.Clock.Now, record.AdoptedAt.ToDateTimeOffset());
        Assert.Equal(record.Sha256, (await EventsAsync())[^1].Sha256);
        Assert.Equal(1, await InForceAsync(from - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(2, await InForceAsync(from));
        Assert.Equal([2u, 1u], (await ListAsync()).Versions.Select(v => v.Version));
        Assert.Equal(1u, (await GetAsync()).OrThrow().Record.Version);
        _world.Clock.Advance(from - _world.Clock.Now);
        Assert.Equal(2u, (await GetAsync()).OrThrow().Record.Version);
        Assert.Equal(record.Sha256, RuleFile.Read((await GetAsync(2)).OrThrow().RulesJson).Version!.Hash);
    }

    [Fact]
    public async Task A_version_that_ends_gives_way_to_the_one_before()
    {
        var from = _world.Clock.Now + TimeSpan.FromDays(1);
        (await AdoptAsync(Version(2, from, j => j["effective_to"] = Instants.Format(from + TimeSpan.FromDays(1))), _world.Lena)).OrThrow();

        Assert.Equal(2, await InForceAsync(from + TimeSpan.FromHours(23)));
        Assert.Equal(1, await InForceAsync(from + TimeSpan.FromDays(1)));
        Assert.Null(await InForceAsync(new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero)));
        var refusal = (await GetAsync(at: new(2025, 12, 31, 0, 0, 0, TimeSpan.Zero))).Refusal!;
        Assert.Equal("No rule version is in force on 31 Dec 2025 00:00 UTC.", refusal.Message);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_adopted()
    {
        var refusal = (await AdoptAsync(Version(2, _world.Clock.Now, j => (j["ceilings_bp"]!["startup"]!["S"], j["rebate_lift"], j["notes"]) = (2001, 9, "?")), _world.Hana)).Refusal!;

        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Equal(["rules_json/ceilings_bp/startup/M", "rules_json/notes", "rules_json/rebate_lift"], refusal.Fields.Select(f => f.Field));
        Assert.All(refusal.Fields, f => Assert.Contains('(', f.Description));
        Assert.Single((await ListAsync()).Versions);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_file_with_thousands_of_faults_is_refused_in_an_answer_of_bounded_size()
    {
        var refusal = (await AdoptAsync(Version(2, _world.Clock.Now, j =>
        {
            for (var i = 0; i < 3000; i++)
            {
                j[$"field{i}{new string('x', 300)}"] = 1;
            }
        }), _world.Hana)).Refusal!;

        Assert.Equal(51, refusal.Fields.Count);
        Assert.StartsWith("has 3000 faults, of which the first follow", refusal.Fields[0].Description, StringComparison.Ordinal);
        Assert.All(refusal.Fields, f => Assert.True(f.Field.Length < 140, f.Field));
    }

    [Fact]
    public async Task The_past_numbers_that_are_taken_and_roles_that_nobody_has_are_refused()
    {
        Assert.Equal("rules_json/effective_from", Assert.Single((await AdoptAsync(Version(2, _world.Clock.Now - TimeSpan.FromMilliseconds(1)), _world.Hana)).Refusal!.Fields).Field);
        var taken = (await AdoptAsync(Version(1, _world.Clock.Now), _world.Hana)).Refusal!;
        Assert.Equal((RefusalKind.AlreadyExists, "RULE_VERSION_EXISTS", "1"), (taken.Kind, taken.Reason, taken.Facts["highest"]));
        var unheld = (await AdoptAsync(Version(2, _world.Clock.Now, j => (j["authority"]!["ceo"], j["ladder"]![2]!["approvers"]![1]) = (2, "the board")), _world.Hana)).Refusal!;
        Assert.Equal(["rules_json/authority/ceo", "rules_json/ladder/2/approvers/1"], unheld.Fields.Select(f => f.Field));
        Assert.Single((await ListAsync()).Versions);
    }

    [Fact]
    public async Task Of_many_who_adopt_one_number_at_once_one_does()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AdoptAsync(Version(2, _world.Clock.Now + TimeSpan.FromHours(i)), i % 2 == 0 ? _world.Hana : _world.Lena, replica: i)));

        Assert.Single(outcomes, o => o.Refusal is null);
        Assert.All(outcomes.Where(o => o.Refusal is not null), o => Assert.Equal("RULE_VERSION_EXISTS", o.Refusal!.Reason));
        Assert.Equal(2, (await ListAsync()).Versions.Count);
        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task A_repeat_of_the_request_gets_the_first_answer()
    {
        var (command, json) = (QuotingWorld.As(_world.Hana), Version(2, _world.Clock.Now));
        var first = (await _world.Of<RulesDesk>(0).AdoptAsync(command, json, "once", CancellationToken.None)).OrThrow();
        Assert.Equal(first, (await _world.Of<RulesDesk>(1).AdoptAsync(command, json, "once", CancellationToken.None)).OrThrow());
        Assert.Equal(2, (await ListAsync()).Versions.Count);
    }

    [Fact]
    public async Task Complaint13_A_version_cannot_be_changed_or_removed_behind_the_desk()
    {
        foreach (var sql in new[] { "update quoting.rule_versions set canonical = '{}'", "delete from quoting.rule_versions", "truncate quoting.rule_versions" })
        {
            await using var command = _world.Database.CreateCommand(sql);
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }

        Assert.Equal(RuleFile.First.Canonical, (await GetAsync(1)).OrThrow().RulesJson);
    }

    [Fact]
    public async Task Differences_are_told_between_versions_and_to_a_draft()
    {
        (await AdoptAsync(Version(2, _world.Clock.Now, j => j["rebate_lift"] = 2), _world.Hana)).OrThrow();
        var desk = _world.Of<RulesDesk>();
        var changes = (await desk.DiffAsync(1, 2, null, CancellationToken.None)).OrThrow().Changes;
        Assert.Contains("A rebate in DOT goes up by: 2 steps, and was 1 step.", changes.Select(c => c.Sentence));
        Assert.Equal("/hard_stops/giveaway_bp", Assert.Single((await desk.DiffAsync(0, 0, Version(3, _world.Clock.Now, j => (j["rebate_lift"], j["hard_stops"]!["giveaway_bp"]) = (2, 5500)), CancellationToken.None)).OrThrow().Changes).Path);
        Assert.Equal("There is no rule version 7.", (await desk.DiffAsync(1, 7, null, CancellationToken.None)).Refusal!.Message);
        Assert.Equal(RefusalKind.Invalid, (await desk.DiffAsync(1, 0, "{}", CancellationToken.None)).Refusal!.Kind);
    }

    private static string Version(int number, DateTimeOffset from, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(RuleFile.First.Canonical)!.AsObject();
        (json["version"], json["effective_from"]) = (number, Instants.Format(from));
        change?.Invoke(json);
        return json.ToJsonString();
    }

    private Task<Outcome<AdoptRuleVersionResponse>> AdoptAsync(string json, Actor by, int replica = 0) =>
        _world.Of<RulesDesk>(replica).AdoptAsync(QuotingWorld.As(by), json, "startups need more", CancellationToken.None);

    private Task<Outcome<GetRuleVersionResponse>> GetAsync(int version = 0, DateTimeOffset? at = null) => _world.Of<RulesDesk>().GetAsync(version, at, CancellationToken.None);

    private Task<ListRuleVersionsResponse> ListAsync() => _world.Of<RulesDesk>().ListAsync(new(50, null), CancellationToken.None);

    private async Task<int?> InForceAsync(DateTimeOffset at)
    {
        await using var db = _world.Db();
        return (await _world.Of<RuleBook>().InForceAsync(db, at, CancellationToken.None))?.Version;
    }

    private async Task<List<RuleVersionAdopted>> EventsAsync()
    {
        await using var command = _world.Database.CreateCommand("select payload::text from quoting.journal where aggregate_type = $1 order by occurred_at, version");
        command.Parameters.AddWithValue(RulesDesk.Aggregate);
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<RuleVersionAdopted>();
        while (await reader.ReadAsync())
        {
            events.Add(RuleVersionAdopted.Parser.ParseJson(reader.GetString(0)));
        }

        return events;
    }
}
