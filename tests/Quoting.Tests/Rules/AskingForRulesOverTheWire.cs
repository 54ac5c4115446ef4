using System.Text.Json.Nodes;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Rules;

/// <summary>The service as a process: what each role may ask, and what is said to wrong questions.</summary>
public sealed class AskingForRulesOverTheWire(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Actor Rita = Staff.Person("Rita Rep", Role.Rep);
    private static readonly Actor Hana = Staff.Person("Hana Head", Role.Rep, Role.HeadOfSales);

    private ServiceProcess _service = null!;
    private Staff _staff = null!;

    private RulesService.RulesServiceClient Client => new(_service.Channel);

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateAsync("quoting");
        _staff = await Staff.AtAsync(database);
        _service = await ServiceProcess.StartAsync("quoting", "CoretimeDesk.Quoting.dll", database, ("Limits__CallsPerSecond", "0"), ("Quoting__SweepSeconds", "0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _staff.DisposeAsync();
    }

    [Fact]
    public async Task F2_Whoever_may_quote_hears_what_they_may_give_as_themselves()
    {
        var (rep, head) = (await ExplainAsync(Rita), await ExplainAsync(Hana));
        Assert.Equal(("rep", "100000000000", "350000000000"), (rep.Role, rep.OwnCeilingPlanck, rep.DeepestPlanck));
        Assert.Equal(("head_of_sales", "300000000000"), (head.Role, head.OwnCeilingPlanck));
        Assert.Equal(["0-100000000000 own", "100000000001-200000000000 team_lead", "200000000001-300000000000 head_of_sales", "300000000001-350000000000 budget_holder,leadership"],
            rep.Ranges.Select(r => $"{r.FromPlanck}-{r.ToPlanck} {(r.Own ? "own" : string.Join(',', r.Approvers))}"));
        Assert.Contains("Alone: up to and including 10 DOT (10 % of the list price). Nobody else is asked.", rep.Sentences);
        Assert.Equal((1u, RuleFile.First.Hash, "S"), (rep.RuleVersion, rep.RuleSha256, rep.Tier));
    }

    [Fact]
    public async Task A_customer_that_rules_do_not_know_is_an_answer_and_no_error()
    {
        var answer = await ExplainAsync(Rita, r => (r.Segment, r.Tier) = ("mining", "XXL"));
        Assert.Equal(["unknown_segment", "unknown_tier"], answer.Refusals);
        Assert.Empty(answer.Ranges);
    }

    [Fact]
    public async Task Wrong_questions_are_told_field_by_field()
    {
        await WrongAsync(r => r.Segment = "", "segment");
        await WrongAsync(r => r.ClearSize(), "tier");
        await WrongAsync(r => r.ListPlanck = "-1", "list_planck");
        await WrongAsync(r => r.ListPlanck = "", "list_planck");
        await WrongAsync(r => r.ListPlanck = "340282366920938463463374607431768211456", "list_planck");
        await WrongAsync(r => (r.CommissionBp, r.OverlayBp) = (10_001, 10_001), "commission_bp", "overlay_bp");
        await WrongAsync(r => r.Token = new() { Symbol = "?", Decimals = 10 }, "token");
        await WrongAsync(r => r.Token = new() { Symbol = "DOT", Decimals = uint.MaxValue }, "token");
        await WrongAsync(r => r.Version = uint.MaxValue, "version");

        Assert.Equal("There is no rule version 9.", (await RefusalAsync(() => Client.GetRuleVersionAsync(new() { Version = 9 }, _staff.As(Rita)).ResponseAsync)).Message);
        Assert.Equal("at", (await RefusalAsync(() => Client.GetRuleVersionAsync(new() { Version = 1, At = new() }, _staff.As(Rita)).ResponseAsync)).Fields.Single().Field);
        Assert.Equal("version", (await RefusalAsync(() => Client.DiffRuleVersionsAsync(new(), _staff.As(Rita)).ResponseAsync)).Fields.Single().Field);
        Assert.Equal(["rules_json", "reason"], (await RefusalAsync(() => Client.AdoptRuleVersionAsync(new() { RequestId = NewId() }, _staff.As(Hana)).ResponseAsync)).Fields.Select(f => f.Field));
        Assert.Equal("page_size", (await RefusalAsync(() => Client.ListRuleVersionsAsync(new() { PageSize = 201 }, _staff.As(Rita)).ResponseAsync)).Fields.Single().Field);
    }

    [Fact]
    public async Task A_head_of_sales_adopts_a_version_and_a_rep_does_not()
    {
        var request = new AdoptRuleVersionRequest { RequestId = NewId(), RulesJson = Version2(), Reason = "a new year" };
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => Client.AdoptRuleVersionAsync(request, _staff.As(Rita)).ResponseAsync)).StatusCode);
        var record = (await Client.AdoptRuleVersionAsync(request, _staff.As(Hana))).Record;
        Assert.Equal((2u, "Hana Head", false), (record.Version, record.AdoptedBy, record.InForce));

        var all = await Client.ListRuleVersionsAsync(new() { PageSize = 1 }, _staff.As(Rita));
        Assert.Equal(2u, Assert.Single(all.Versions).Version);
        Assert.Equal(1u, Assert.Single((await Client.ListRuleVersionsAsync(new() { PageSize = 1, PageToken = all.NextPageToken }, _staff.As(Rita))).Versions).Version);
        var later = await Client.GetRuleVersionAsync(new() { At = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero).ToTimestamp() }, _staff.As(Rita));
        Assert.Equal((2u, record.Sha256), (later.Record.Version, RuleFile.Read(later.RulesJson).Version!.Hash));
        Assert.Equal("/effective_from", Assert.Single((await Client.DiffRuleVersionsAsync(new() { Before = 1, Version = 2 }, _staff.As(Rita))).Changes).Path);

        request.RulesJson = "{}";
        request.RequestId = NewId();
        Assert.Contains("rules_json/version", (await RefusalAsync(() => Client.AdoptRuleVersionAsync(request, _staff.As(Hana)).ResponseAsync)).Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task Of_more_faults_than_an_answer_has_room_for_the_number_and_the_first_arrive()
    {
        var json = JsonNode.Parse(Version2())!.AsObject();
        for (var i = 0; i < 200; i++)
        {
            json[$"{i}{new string('ü', 250)}"] = 1;
        }

        var refusal = await RefusalAsync(() => Client.AdoptRuleVersionAsync(new() { RequestId = NewId(), RulesJson = json.ToJsonString(), Reason = "too much" }, _staff.As(Hana)).ResponseAsync);
        Assert.StartsWith("has 200 faults, of which the first follow", refusal.Fields[0].Description, StringComparison.Ordinal);
        Assert.InRange(refusal.Fields.Count, 5, 51);
        Assert.All(refusal.Fields.Skip(1), f => Assert.StartsWith("rules_json/", f.Field, StringComparison.Ordinal));
    }

    private async Task WrongAsync(Action<ExplainConcessionRequest> change, params string[] fields) =>
        Assert.Equal(fields, (await RefusalAsync(() => ExplainAsync(Rita, change))).Fields.Select(f => f.Field));

    private async Task<ExplainConcessionResponse> ExplainAsync(Actor by, Action<ExplainConcessionRequest>? change = null)
    {
        var request = new ExplainConcessionRequest { Segment = "startup", Tier = "S", ListPlanck = "1000000000000", CommissionBp = 2500, Token = new() { Symbol = "DOT", Decimals = 10 } };
        change?.Invoke(request);
        return await Client.ExplainConcessionAsync(request, _staff.As(by));
    }

    private static async Task<Refusal> RefusalAsync(Func<Task> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(call);
        return Refusals.RefusalOf(thrown) ?? throw new InvalidOperationException($"No refusal, but {thrown.Status}");
    }

    private static string Version2()
    {
        var json = JsonNode.Parse(RuleFile.First.Canonical)!.AsObject();
        (json["version"], json["effective_from"]) = (2, "2098-01-01T00:00:00Z");
        return json.ToJsonString();
    }

    private static string NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
}
