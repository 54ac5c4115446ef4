using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>A month ends, its statements are written, and nothing changes them: what becomes known later is said later.</summary>
public sealed class ClosingMonths(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private static readonly DateTimeOffset December = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset January = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_month_is_closed_a_day_after_its_end_reviewed_and_final_at_noon_of_the_fifth_business_day()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddHours(23));
        Assert.Equal(0, await _world.CloseAsync());
        Assert.Equal(StatementStage.Closed, (await _world.StatementAsync(Ada, "2026-11")).Stage);

        _world.MoveTo(December.AddHours(24));
        Assert.Equal(1, await _world.CloseAsync());
        Assert.Equal(0, await _world.CloseAsync());
        var written = await _world.StatementAsync(Ada, "2026-11");
        Assert.Equal((StatementStage.Review, "2026-12-15"), (written.Stage, written.PayOn));

        _world.MoveTo(new(2026, 12, 7, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(StatementStage.Final, (await _world.StatementAsync(Ada, "2026-11")).Stage);
        Assert.Equal(written.Sha256, (await _world.StatementAsync(Ada, "2026-11")).Sha256);
    }

    [Fact]
    public async Task F8_A_closed_statement_is_the_domains_own_and_never_changes_whatever_is_told_afterwards()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();
        var before = await AllAsync();
        var view = await LedgerAsync();
        foreach (var own in view.Ledger.Statements.Where(s => s.Month.ToString() == "2026-11"))
        {
            var statement = before.Single(s => s.ParticipantId == own.Participant);
            Assert.Equal(($"{own.Earned}", $"{own.Reversed}", $"{own.Recovered}", $"{own.Owed}", $"{own.Net}"), (statement.EarnedPlanck, statement.ReversedPlanck, statement.RecoveredPlanck, statement.OwedPlanck, statement.NetPlanck));
        }

        // A payment of November that is told of in December, one that is taken back, and a participant's key that excludes a third.
        var (begin, end) = Sale.RegionOf(Day, 28);
        await _world.DeliverAsync([
            _sale.Ordered(9, Day, 100 * Sale.Dot), _sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Rejected, begin: begin, end: end, toldAt: December.AddDays(2)), Sale.KeyOf(Sid, December.AddDays(2)),
        ]);
        _world.MoveTo(January.AddDays(2));
        await _world.CloseAsync();

        Assert.Equal(before.Select(s => JsonFormatter.Default.Format(s)), (await AllAsync()).Where(s => s.Month == "2026-11").Select(s => JsonFormatter.Default.Format(s)));
        var december = await _world.StatementAsync(Ada, "2026-12");
        Assert.Contains(december.Lines, l => l.Late && l.Kind == "earn" && l.Event == $"{_sale.FactId(9)}" && l.Planck == $"{18 * Sale.Dot}");
        Assert.Contains(december.Lines, l => l.Late && l.Event == $"{_sale.FactId(8)}" && l.Kind == "earn" && l.Planck.StartsWith('-') && l.Explanations[0].Sentences[0].Contains("does not follow any more", StringComparison.Ordinal));
        Assert.Contains(december.Lines, l => l.Kind == "clawback" && !l.Late);
        Assert.True(UInt128.Parse(december.OwedPlanck) > 0);
        await ConservesAsync();
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_what_was_closed()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();
        foreach (var sql in new[]
        {
            "update commissions.statements set participant = ''", "delete from commissions.statements", "truncate commissions.statements", "delete from commissions.closed_months", "update commissions.observations set told = 7",
        })
        {
            await using var command = _world.Database.CreateCommand(sql);
            Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState);
        }
    }

    [Theory]
    [InlineData(20261127)]
    [InlineData(7)]
    public async Task F8_Any_order_and_any_repetition_of_what_is_told_gives_the_same_statements(int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var other = new CommissionsWorld(postgres);
        await other.InitializeAsync();
        var (story, random) = (Story().ToList(), new Random(seed));
        await _world.DeliverAsync(story);
        var mixed = story.Concat(story.Where(_ => random.Next(2) == 0)).ToArray();
        random.Shuffle(mixed);
        await other.DeliverAsync(mixed);
        foreach (var world in new[] { _world, other })
        {
            world.MoveTo(January.AddDays(3));
            Assert.Equal(2, await world.CloseAsync());
        }

        await using var one = _world.Db();
        await using var two = other.Db();
        Assert.Equal(await DigestsAsync(one), await DigestsAsync(two));
    }

    [Fact]
    public async Task F8_The_journal_alone_gives_the_same_ledger_and_holds_the_same_statements()
    {
        await _world.DeliverAsync(Story());
        await _world.Deals.SetQuotaAsync(new() { RequestId = NewId(), PersonId = $"{Ada.Id}", Month = "2026-12", Planck = $"{50 * Sale.Dot}" }, _world.As(Hana));
        _world.MoveTo(January.AddDays(3));
        await _world.CloseAsync();

        var (told, shelf, written) = await JournalReplay.ReadAsync(_world);
        List<Statement> again = [];
        foreach (var name in new[] { "2026-11", "2026-12" })
        {
            _ = Month.TryParse(name, out var month);
            again.AddRange(StatementMaker.Make(month, LedgerBook.Compute(shelf, told, "DOT", month.Next.Start), "DOT", again, []));
        }

        Assert.Equal(written, again.Select(s => JsonFormatter.Default.Format(s)).Order(StringComparer.Ordinal));
        Assert.Equal(6, written.Count);
    }

    [Fact]
    public async Task A_rep_sees_their_own_a_lead_the_teams_and_finance_all()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();

        async Task<int> CountAsync(Actor viewer) => (await _world.Statements.ListStatementsAsync(new(), _world.As(viewer))).Statements.Count;

        List<int> counts = [];
        foreach (var viewer in new[] { Ada, Sol, Tom, Hana, Bert, Lena, Otto })
        {
            counts.Add(await CountAsync(viewer));
        }

        Assert.Equal([1, 1, 3, 3, 3, 3, 0], counts);
        var adas = await _world.StatementAsync(Ada, "2026-11");
        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Statements.GetStatementAsync(new() { StatementId = adas.StatementId }, _world.As(Sid)))).Reason);
        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Statements.ExportStatementAsync(new() { StatementId = adas.StatementId }, _world.As(Otto)))).Reason);
        var page = await _world.Statements.ListStatementsAsync(new() { PageSize = 2 }, _world.As(Bert));
        Assert.Single((await _world.Statements.ListStatementsAsync(new() { PageSize = 2, PageToken = page.NextPageToken }, _world.As(Bert))).Statements);
    }

    [Fact]
    public async Task F7_Each_line_says_its_formula_numbers_plan_and_fact_and_the_file_holds_them_too()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();
        var statement = await _world.StatementAsync(Ada, "2026-11", Ada);
        var accrued = statement.Lines.First(l => l.Kind == "accrue");

        var line = (await _world.Statements.ExplainLineAsync(new() { StatementId = statement.StatementId, Line = accrued.Line }, _world.As(Ada))).Line;

        var explanation = Assert.Single(line.Explanations);
        Assert.Equal(("default-1", $"accepted/{_sale.Quote}/1"), (explanation.PlanId, explanation.AcceptanceId));
        Assert.Contains(explanation.Numbers, n => n is { Name: "share", Value: "1800", Unit: "bp" });
        Assert.Contains(explanation.Sentences, s => s.Contains("18 %", StringComparison.Ordinal));
        Assert.Equal("line", (await RefusedAsync(_world.Statements.ExplainLineAsync(new() { StatementId = statement.StatementId, Line = 99 }, _world.As(Ada)))).Fields[0].Field);
        var file = await _world.Statements.ExportStatementAsync(new() { StatementId = statement.StatementId }, _world.As(Ada));
        var rows = file.Content.ToStringUtf8().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(statement.Lines.Count + 8, rows.Length);
        Assert.Contains($"{Sale.Chain}, block ", rows[1], StringComparison.Ordinal);
        Assert.Equal($",,total net,,{statement.NetPlanck},DOT,,,,,,", rows[^1]);
    }

    [Fact]
    public async Task A_dispute_has_ten_business_days_to_be_opened_and_five_to_be_answered_and_both_stand_on_the_statement()
    {
        await _world.DeliverAsync(Story());
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();
        var statement = await _world.StatementAsync(Ada, "2026-11");
        OpenDisputeRequest Ask(uint line) => new() { RequestId = NewId(), StatementId = statement.StatementId, Line = line, Text = "Sid did not open this lead" };

        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Statements.OpenDisputeAsync(Ask(1), _world.As(Sid)))).Reason);
        Assert.Equal("line", (await RefusedAsync(_world.Statements.OpenDisputeAsync(Ask(77), _world.As(Ada)))).Fields[0].Field);
        var dispute = (await _world.Statements.OpenDisputeAsync(Ask(1), _world.As(Ada))).Dispute;
        Assert.Equal(new DateTimeOffset(2026, 12, 11, 0, 0, 0, TimeSpan.Zero), dispute.AnswerBy.ToDateTimeOffset());
        Assert.Equal("DISPUTED", (await RefusedAsync(_world.Statements.OpenDisputeAsync(Ask(1), _world.As(Ada)))).Reason);

        _world.MoveTo(statement.DisputeUntil.ToDateTimeOffset());
        Assert.Equal("DISPUTE_TOO_LATE", (await RefusedAsync(_world.Statements.OpenDisputeAsync(Ask(2), _world.As(Ada)))).Reason);
        await _world.Statements.AnswerDisputeAsync(new() { RequestId = NewId(), DisputeId = dispute.DisputeId, Upheld = true, Text = "It is corrected." }, _world.As(Hana));
        Assert.Equal("ANSWERED", (await RefusedAsync(_world.Statements.AnswerDisputeAsync(new() { RequestId = NewId(), DisputeId = dispute.DisputeId, Text = "No." }, _world.As(Lena)))).Reason);
        var shown = Assert.Single((await _world.StatementAsync(Ada, "2026-11", Ada)).Disputes);
        Assert.Equal((true, true, "It is corrected.", "Hana Head"), (shown.Overdue, shown.Upheld, shown.Answer, shown.AnsweredBy));
    }

    /// <summary>A month of a customer: a core that runs, an order, and one that Sid's own account will turn out to have paid.</summary>
    private TopicEvent[] Story()
    {
        var sale = _sale;
        return
        [
            .. sale.Begun(Start.AddHours(6)), .. sale.Bought(1, Day, 1_000 * Sale.Dot), sale.Assigned(1, Day.AddHours(1), Day), sale.Ordered(7, Day.AddDays(2), 10 * Sale.Dot),
            sale.Ordered(8, Day.AddDays(3), 20 * Sale.Dot, payer: Sale.AccountOf(Sid)), Sale.KeyOf(Ada, Day),
        ];
    }

    private async Task<LedgerView> LedgerAsync()
    {
        await using var db = _world.Db();
        return await LedgerBook.ReadAsync(db, "DOT", _world.Clock.Now, TestContext.Current.CancellationToken);
    }

    private async Task<List<Statement>> AllAsync()
    {
        await using var db = _world.Db();
        return await StatementCloser.WrittenAsync(db, "DOT", TestContext.Current.CancellationToken);
    }

    /// <summary>All statements together say what the ledger says, and what was paid or is owed is what was earned.</summary>
    private async Task ConservesAsync()
    {
        var (view, all) = (await LedgerAsync(), await AllAsync());
        foreach (var person in all.GroupBy(s => s.ParticipantId))
        {
            var stated = person.SelectMany(s => s.Lines).Aggregate(System.Numerics.BigInteger.Zero, (sum, l) => sum + StatementMaker.Number(l.Planck));
            Assert.Equal(view.Ledger.Lines.Where(l => l.Participant == person.Key && l.At < January).Aggregate(System.Numerics.BigInteger.Zero, (sum, l) => sum + l.Planck), stated);
            var earned = person.Aggregate(System.Numerics.BigInteger.Zero, (sum, s) => sum + StatementMaker.Number(s.EarnedPlanck) - StatementMaker.Number(s.ReversedPlanck) - StatementMaker.Number(s.ClawedBackPlanck));
            var net = person.Aggregate(System.Numerics.BigInteger.Zero, (sum, s) => sum + StatementMaker.Number(s.NetPlanck));
            Assert.Equal(earned, net - StatementMaker.Number(person.Last().OwedPlanck));
        }
    }

    private static async Task<List<string>> DigestsAsync(CommissionsDb db) =>
        await db.Statements.OrderBy(s => s.Month).ThenBy(s => s.Participant).Select(s => s.Month + " " + s.Participant + " " + s.Sha256).ToListAsync(TestContext.Current.CancellationToken);
}
