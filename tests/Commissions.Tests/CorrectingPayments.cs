using System.Numerics;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What people know of a payment and no judgement says. An order for 1,000 DOT is a commission of 250, of which 180 are Ada's, 40 Sol's and 30 Sid's.</summary>
public sealed class CorrectingPayments(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Treasury = "0x00000000000000000000000000000000000000000000000000000000000000d1";
    private const string Second = "0x00000000000000000000000000000000000000000000000000000000000000b2";
    private const string Typed = "0x00000000000000000000000000000000000000000000000000000000000000b3";
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private static readonly DateTimeOffset December = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    private string Payment => $"{_sale.FactId(1)}";

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.DeliverAsync([
            .. _sale.Begun(Start.AddHours(6)), _sale.Ordered(1, Day, 1_000 * Sale.Dot), _sale.Noted(Second, HowVerified.SignedChallenge, Day), _sale.Noted(Typed, HowVerified.Unverified, Day),
        ]);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F8_A_rebate_takes_back_its_part_of_the_commission_and_each_transfer_is_one_once()
    {
        await _world.DeliverAsync([_sale.Sent(1, Treasury, Sale.Buyer, 100 * Sale.Dot, Day.AddDays(1)), _sale.Sent(2, Treasury, Second, 900 * Sale.Dot, Day.AddDays(2))]);
        _world.MoveTo(Day.AddDays(3));
        var ask = Rebate(1);

        var first = (await _world.Corrections.RecordRebateAsync(ask, _world.As(Bert))).Correction;

        Assert.Equal(("rebate", $"{100 * Sale.Dot}", $"{25 * Sale.Dot}", "0"), (first.Kind, first.Planck, first.TakenBackPlanck, first.CancelledPlanck));
        Assert.Equal(first, (await _world.Corrections.RecordRebateAsync(ask, _world.As(Bert))).Correction);
        Assert.Equal("REBATED_ALREADY", (await RefusedAsync(_world.Corrections.RecordRebateAsync(Rebate(1), _world.As(Bert)))).Reason);
        var line = Assert.Single((await _world.StatementAsync(Sol, "2026-11")).Lines, l => l.Cause == first.CorrectionId);
        Assert.Equal(("reverse", $"-{4 * Sale.Dot}"), (line.Kind, line.Planck));

        // Of 1,000 DOT, 900 are left: given back to another verified account, all of it is.
        _world.MoveTo(Day.AddDays(4));
        await _world.Corrections.RecordRebateAsync(Rebate(2), _world.As(Bert));
        Assert.Equal("0", (await _world.StatementAsync(Ada, "2026-11")).NetPlanck);
        Assert.Equal([$"{225 * Sale.Dot}", $"{25 * Sale.Dot}"], (await ListAsync(Bert)).Select(c => c.TakenBackPlanck));
    }

    [Fact]
    public async Task A_transfer_that_is_no_rebate_is_refused_with_its_reason_and_nothing_is_recorded()
    {
        await _world.DeliverAsync([
            _sale.Sent(1, Treasury, Typed, Sale.Dot, Day.AddDays(1)),
            _sale.Sent(2, Second, Sale.Buyer, Sale.Dot, Day.AddDays(1)),
            _sale.Sent(3, Treasury, Sale.Buyer, Sale.Dot, Day.AddSeconds(-1)),
            _sale.Sent(4, Treasury, Sale.Buyer, Sale.Dot, Day.AddDays(1), "kusama-coretime", "KSM"),
            _sale.Sent(5, Treasury, Sale.Buyer, Sale.Dot, Day.AddDays(1), "lab-1-coretime"),
            _sale.Sent(6, Treasury, Sale.Buyer, (1_000 * Sale.Dot) + 1, Day.AddDays(1)),
        ]);
        _world.MoveTo(Day.AddDays(3));

        string[] refused = ["NOT_TO_CUSTOMER", "FROM_CUSTOMER", "BEFORE_PAYMENT", "OTHER_TOKEN", "OTHER_TOKEN", "MORE_THAN_PAID", "NO_SUCH_TRANSFER"];
        foreach (var (index, reason) in refused.Index())
        {
            Assert.Equal((index, reason), (index, (await RefusedAsync(_world.Corrections.RecordRebateAsync(Rebate(index + 1), _world.As(Bert)))).Reason));
        }

        Assert.Equal("NO_SUCH_PAYMENT", (await RefusedAsync(_world.Corrections.RecordRebateAsync(Rebate(6, _sale.TransferId(6)), _world.As(Bert)))).Reason);
        Assert.Equal(["payment_id", "transfer_fact_id", "reason"], (await RefusedAsync(_world.Corrections.RecordRebateAsync(new() { RequestId = NewId(), Reason = "no" }, _world.As(Bert)))).Fields.Select(f => f.Field));
        Assert.Equal(["payment_id", "cause", "reason"], (await RefusedAsync(_world.Corrections.ReversePaymentAsync(new() { RequestId = NewId() }, _world.As(Bert)))).Fields.Select(f => f.Field));
        Assert.Equal("ROLE_MISSING", (await RefusedAsync(_world.Corrections.RecordRebateAsync(Rebate(6), _world.As(Ada)))).Reason);
        Assert.Empty(await ListAsync(Bert));
        Assert.Equal($"{180 * Sale.Dot}", (await _world.StatementAsync(Ada, "2026-11")).NetPlanck);
    }

    [Fact]
    public async Task F8_A_rebate_of_a_closed_month_stands_in_the_next_one_as_what_is_owed_and_the_closed_one_stays()
    {
        await _world.DeliverAsync([_sale.Sent(1, Treasury, Sale.Buyer, 100 * Sale.Dot, Day.AddDays(1)), _sale.Sent(2, Treasury, Sale.Buyer, 100 * Sale.Dot, December.AddDays(1))]);
        _world.MoveTo(December.AddDays(2));
        await _world.CloseAsync();
        var november = await _world.StatementAsync(Ada, "2026-11");

        await _world.Corrections.RecordRebateAsync(Rebate(1), _world.As(Bert));
        await _world.Corrections.RecordRebateAsync(Rebate(2), _world.As(Bert));
        _world.MoveTo(December.AddMonths(1).AddDays(2));
        await _world.CloseAsync();

        var december = await _world.StatementAsync(Ada, "2026-12");
        Assert.Equal(($"{36 * Sale.Dot}", $"{36 * Sale.Dot}", "0"), (december.ClawedBackPlanck, december.OwedPlanck, december.NetPlanck));
        Assert.Equal(["reverse True", "clawback False"], december.Lines.Select(l => $"{l.Kind} {l.Late}"));
        Assert.All(december.Lines, l => Assert.StartsWith("rebate/", l.Cause, StringComparison.Ordinal));
        Assert.Equal((november.Sha256, november.NetPlanck), ((await _world.StatementAsync(Ada, "2026-11")).Sha256, $"{180 * Sale.Dot}"));
    }

    [Theory]
    [InlineData(ReversalCause.SelfDealing, "self_dealing")]
    [InlineData(ReversalCause.PlanError, "plan_error")]
    public async Task F8_A_reversal_takes_all_back_once(ReversalCause cause, string word)
    {
        await _world.DeliverAsync(_sale.Bought(2, Day.AddDays(1), 100 * Sale.Dot));
        _world.MoveTo(Day.AddDays(3));
        var bought = $"{_sale.FactId(2)}";

        var done = (await _world.Corrections.ReversePaymentAsync(Reversal(Payment, cause), _world.As(Lena))).Correction;
        var unearned = (await _world.Corrections.ReversePaymentAsync(Reversal(bought, cause), _world.As(Bert))).Correction;

        Assert.Equal((word, $"{250 * Sale.Dot}", "0", "Lena Leadership"), (done.Kind, done.TakenBackPlanck, done.CancelledPlanck, done.ByName));
        Assert.Equal(("0", $"{25 * Sale.Dot}"), (unearned.TakenBackPlanck, unearned.CancelledPlanck));
        Assert.Equal("REVERSED_ALREADY", (await RefusedAsync(_world.Corrections.ReversePaymentAsync(Reversal(Payment, cause), _world.As(Bert)))).Reason);
        Assert.Equal("NO_SUCH_PAYMENT", (await RefusedAsync(_world.Corrections.ReversePaymentAsync(Reversal("nothing", cause), _world.As(Bert)))).Reason);
        Assert.Equal("0", (await _world.StatementAsync(Ada, "2026-11")).NetPlanck);
    }

    [Fact]
    public async Task Who_shares_in_a_payment_reverses_it_not_and_what_a_judgement_took_back_is_not_taken_twice()
    {
        var other = new Sale(2);
        await _world.DeliverAsync(other.Begun(Start.AddHours(7)));
        await _world.Deals.CorrectParticipantsAsync(new() { RequestId = NewId(), QuoteId = $"{other.Quote}", Revision = 1, Role = "sdr", PersonId = $"{Lena.Id}", Reason = "Lena opened it" }, _world.As(Hana));
        await _world.DeliverAsync([other.Ordered(1, Day, 10 * Sale.Dot), _sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Order, MatchState.Rejected, toldAt: Day.AddDays(1))]);
        _world.MoveTo(Day.AddDays(3));

        Assert.Equal("OWN_DEAL", (await RefusedAsync(_world.Corrections.ReversePaymentAsync(Reversal($"{other.FactId(1)}"), _world.As(Lena)))).Reason);
        Assert.Equal("REVERSED_ALREADY", (await RefusedAsync(_world.Corrections.ReversePaymentAsync(Reversal(Payment), _world.As(Lena)))).Reason);
    }

    [Fact]
    public async Task What_was_given_back_or_taken_back_of_a_payment_holds_for_what_a_later_judgement_makes_of_it()
    {
        await _world.DeliverAsync([_sale.Ordered(2, Day, 100 * Sale.Dot), _sale.Sent(1, Treasury, Sale.Buyer, 100 * Sale.Dot, Day.AddDays(1))]);
        _world.MoveTo(Day.AddDays(3));
        await _world.Corrections.RecordRebateAsync(Rebate(1), _world.As(Bert));
        await _world.Corrections.ReversePaymentAsync(Reversal($"{_sale.FactId(2)}"), _world.As(Bert));

        // It turns out that both were paid by another account of the customer's.
        foreach (var (fact, dot) in new[] { (1, 1_000u), (2, 100u) })
        {
            await _world.DeliverAsync(_sale.Judged(fact, Day, dot * Sale.Dot, PaidKind.Order, MatchState.Counted, Second, toldAt: Day.AddDays(4)));
        }

        _world.MoveTo(Day.AddDays(5));
        Assert.Equal($"{162 * Sale.Dot}", (await _world.StatementAsync(Ada, "2026-11")).NetPlanck);
        Assert.Equal("REVERSED_ALREADY", (await RefusedAsync(_world.Corrections.ReversePaymentAsync(Reversal($"{_sale.FactId(2)}#2"), _world.As(Bert)))).Reason);
        Assert.Equal("MORE_THAN_PAID", (await RefusedAsync(await AnotherAsync(950))).Reason);

        async Task<AsyncUnaryCall<RecordRebateResponse>> AnotherAsync(uint dot)
        {
            await _world.DeliverAsync(_sale.Sent(9, Treasury, Second, dot * Sale.Dot, Day.AddDays(4)));
            return _world.Corrections.RecordRebateAsync(Rebate(9, $"{Payment}#2"), _world.As(Bert));
        }
    }

    [Fact]
    public async Task Of_many_who_record_at_once_one_comes_first_and_never_more_is_given_back_than_was_paid()
    {
        await _world.DeliverAsync(Enumerable.Range(1, 4).Select(i => _sale.Sent(i, Treasury, Sale.Buyer, 400 * Sale.Dot, Day.AddDays(1))));
        _world.MoveTo(Day.AddDays(3));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            try
            {
                await _world.Corrections.RecordRebateAsync(Rebate((i % 4) + 1), _world.As(Bert));
                return "recorded";
            }
            catch (RpcException e)
            {
                return Hosting.Refusals.RefusalOf(e)?.Reason ?? throw new InvalidOperationException("It failed.", e);
            }
        }));

        // Two of 400 fit into 1,000; a third does not.
        Assert.Equal(2, outcomes.Count(o => o == "recorded"));
        Assert.All(outcomes, o => Assert.Contains(o, (string[])["recorded", "REBATED_ALREADY", "MORE_THAN_PAID"]));
        Assert.Equal(2, (await ListAsync(Bert)).Count);
    }

    [Fact]
    public async Task A_rep_sees_corrections_of_their_own_payments_and_what_was_taken_from_them()
    {
        _world.MoveTo(Day.AddDays(3));
        await _world.Corrections.ReversePaymentAsync(Reversal(Payment), _world.As(Bert));

        Assert.Equal($"{180 * Sale.Dot}", Assert.Single(await ListAsync(Ada)).TakenBackPlanck);
        Assert.Equal($"{250 * Sale.Dot}", Assert.Single(await ListAsync(Tom)).TakenBackPlanck);
        Assert.Empty(await ListAsync(Otto));
        Assert.Empty((await _world.Corrections.ListCorrectionsAsync(new() { PaymentId = "another" }, _world.As(Bert))).Corrections);
    }

    [Fact]
    public async Task What_looks_like_self_dealing_is_shown_to_those_who_see_all_excludes_nothing_and_is_gone_once_it_is_reversed()
    {
        await _world.DeliverAsync([
            Sale.KeyOf(Sid, Day), Sale.KeyOf(Otto, Day), _sale.Sent(1, Sale.AccountOf(Sid), Second, 5, Day.AddDays(-3)), _sale.Sent(2, Sale.AccountOf(Otto), Sale.Buyer, 1, Day.AddDays(-1)), _sale.Sent(3, Treasury, Sale.AccountOf(Sid), 1, Day),
        ]);
        await _world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Chain = Sale.Chain, Account = Treasury, Reason = "the first pool" }, _world.As(Bert));
        _world.MoveTo(Day.AddDays(3));

        var seen = (await _world.Corrections.ListCorrectionsAsync(new() { PaymentId = Payment }, _world.As(Hana))).Suspicions;

        Assert.Equal([$"Sid Rep {Second} True {_sale.TransferId(1)}", $"Otto Rep {Sale.Buyer} False {_sale.TransferId(2)}"], seen.Select(s => $"{s.ParticipantName} {s.CustomerAccount} {s.HasShare} {Assert.Single(s.TransferFactIds)}"));
        Assert.Empty((await _world.Corrections.ListCorrectionsAsync(new(), _world.As(Sid))).Suspicions);
        Assert.Equal($"{180 * Sale.Dot}", (await _world.StatementAsync(Ada, "2026-11")).NetPlanck);
        await _world.Corrections.ReversePaymentAsync(Reversal(Payment), _world.As(Bert));
        Assert.Empty((await _world.Corrections.ListCorrectionsAsync(new(), _world.As(Hana))).Suspicions);
    }

    [Theory]
    [InlineData(20261127)]
    [InlineData(8)]
    public async Task F8_With_corrections_too_the_journal_alone_in_any_order_gives_the_statements_that_were_written_and_no_planck_is_lost(int seed)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await _world.DeliverAsync([
            .. _sale.Bought(2, Day, 777 * Sale.Dot), _sale.Assigned(2, Day.AddHours(1), Day), _sale.Ordered(3, Day.AddDays(2), 10 * Sale.Dot + 7),
            _sale.Sent(1, Treasury, Sale.Buyer, 100 * Sale.Dot + 3, Day.AddDays(5)), _sale.Sent(2, Treasury, Second, 77, December.AddDays(3)),
        ]);
        _world.MoveTo(Day.AddDays(8));
        await _world.Corrections.RecordRebateAsync(Rebate(1, $"{_sale.FactId(2)}"), _world.As(Bert));
        _world.MoveTo(December.AddDays(5));
        await _world.CloseAsync();
        await _world.Corrections.RecordRebateAsync(Rebate(2), _world.As(Bert));
        await _world.Corrections.ReversePaymentAsync(Reversal($"{_sale.FactId(3)}"), _world.As(Lena));
        _world.MoveTo(December.AddMonths(1).AddDays(5));
        await _world.CloseAsync();

        var (told, plans, written) = await JournalReplay.ReadAsync(_world);
        await using var db = _world.Db();
        var rows = await db.Observations.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        var random = new Random(seed);
        foreach (var facts in Enumerable.Range(0, 5).Select(_ => Mixed()).Prepend(told))
        {
            List<Statement> again = [];
            foreach (var month in new Month[] { new(2026, 11), new(2026, 12) })
            {
                again.AddRange(StatementMaker.Make(month, LedgerBook.Compute(plans, facts, "DOT", month.Next.Start), "DOT", again, []));
            }

            Assert.Equal(written, again.Select(s => JsonFormatter.Default.Format(s)).Order(StringComparer.Ordinal));
            var ledger = LedgerBook.Compute(plans, facts, "DOT", December.AddMonths(1)).Ledger;
            Assert.Equal(
                ledger.Lines.Where(l => l.At < December.AddMonths(1)).Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck),
                again.SelectMany(s => s.Lines).Aggregate(BigInteger.Zero, (sum, l) => sum + StatementMaker.Number(l.Planck)));
        }

        Told.Observations Mixed()
        {
            var mixed = rows.Concat(rows.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(mixed);
            return new(mixed);
        }
    }

    private RecordRebateRequest Rebate(int transfer, string? payment = null) => new() { RequestId = NewId(), PaymentId = payment ?? Payment, TransferFactId = _sale.TransferId(transfer), Reason = "agreed in the contract" };

    private static ReversePaymentRequest Reversal(string payment, ReversalCause cause = ReversalCause.SelfDealing) => new() { RequestId = NewId(), PaymentId = payment, Cause = cause, Reason = "their own company" };

    private async Task<IReadOnlyList<Correction>> ListAsync(Actor viewer) => (await _world.Corrections.ListCorrectionsAsync(new(), _world.As(viewer))).Corrections;
}
