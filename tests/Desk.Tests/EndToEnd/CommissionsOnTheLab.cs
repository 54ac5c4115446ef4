using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// Commissions from a signed deal to payments, on real runtimes with the real services, bus and database: F7, F8, F9, F13 and complaint 14. The service is killed at every step; in
/// the end its ledger, that of the command line from the same facts, all statements, all batches and what the chain holds agree to the planck. Skips where the chain lab cannot
/// run, and says why.
/// </summary>
[Collection(nameof(Stories))]
public sealed class CommissionsOnTheLab(ITestOutputHelper output) : IAsyncDisposable
{
    private const string Rebate = "10000000000";

    // Charlie and Bob of the lab.
    private static readonly AccountId32 Refunds = AccountId32.Parse("0x90b5ab205c6974c9ea841be688864633dc9ca8a357843eeacf2314649965fe22");
    private static readonly AccountId32 Stranger = AccountId32.Parse("0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48");

    private readonly CommissioningDesk _desk = new(output);

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Signed_bought_renewed_by_somebody_else_partly_refunded_corrected_and_paid_while_the_service_is_killed_at_every_step()
    {
        ChainData.OrSkip();
        LabNeeds.OrSkip();
        await Launcher.BuiltAsync();
        await _desk.BeginAsync();
        using var deal = new CommissionedDeal(_desk);
        var payouts = new CommissionPayouts(_desk);

        await payouts.NamePoolAsync();
        await deal.NameAccountsAsync();
        await deal.SignAsync();
        await _desk.ChangesNothingByDyingAsync("signed");

        await deal.BuyAsync();
        var (refunded, corrected) = (deal.Purchases[0].Origin.FactId, deal.Purchases[1].Origin.FactId);
        await _desk.ChangesNothingByDyingAsync("bought");

        await deal.NextSaleAsync();
        var strangers = await deal.RenewAsync(deal.Purchases[0], "bob", Stranger);
        var own = await deal.RenewAsync(deal.Purchases[1], deal.Buyer.ToSs58(42), deal.Buyer);
        await EarnsNothingAsync(strangers);
        Assert.Equal(("renewal", "customer"), ((string?)(await _desk.KnowsAsync(own.Origin.FactId))["how"], (string?)(await _desk.KnowsAsync(own.Origin.FactId))["payer"]));
        await PromisedAsync(payouts, deal.Purchases[0], deal.Purchases[1], own);
        await _desk.ChangesNothingByDyingAsync("renewed");

        await RefundAsync(deal, refunded);
        // A region runs for 28 days, and begins with the sale after the one that it was bought in: its last timeslice lies in the second month after this one.
        var month = Month.Of(deal.Purchases[0].Origin.OccurredAt.ToDateTimeOffset());
        var paid = BigInteger.Zero;
        foreach (var (closes, runs) in new[] { (month, new[] { refunded, corrected }), (month.Next, [own.Origin.FactId]), (month.Next.Next, []) })
        {
            await _desk.PaydayOfAsync(closes);
            await ClosedAsync(deal, closes);
            foreach (var payment in runs)
            {
                await RunsAsync(payment);
            }

            await _desk.ChangesNothingByDyingAsync($"{closes} closed");
            paid += await payouts.PayAsync(closes);
            output.WriteLine($"{closes} paid, {paid} planck in all");
            if (closes == month.Next)
            {
                await CorrectAsync(corrected);
            }
        }

        await _desk.ChangesNothingByDyingAsync("corrected and paid");
        await AgreeAsync(deal, payouts, paid);
        output.WriteLine($"killed {_desk.Kills} times");
        Assert.True(_desk.Kills > 15);
    }

    /// <summary>F8: somebody else paid for it.</summary>
    private async Task EarnsNothingAsync(Fact renewal)
    {
        Assert.Equal("third_party", (string?)(await _desk.KnowsAsync(renewal.Origin.FactId))["payer"]);
        var why = await _desk.ExplainAsync(renewal.Origin.FactId);
        Assert.Equal(("third_party", 0), (why.Exclusion, why.Lines.Count));
        Assert.Single(why.Sentences);
    }

    /// <summary>A quarter of what the customer paid is promised, and nothing else.</summary>
    private static async Task PromisedAsync(CommissionPayouts payouts, params Fact[] payments)
    {
        var pool = await payouts.PoolAsync();
        Assert.Equal(
            payments.Select(p => (Event: p.Origin.FactId, $"{BigInteger.Parse(CommissionedDeal.PriceOf(p), CultureInfo.InvariantCulture) / 4}", true)).OrderBy(p => p.Event, StringComparer.Ordinal),
            pool.Events.Select(e => (e.Event, e.NeededPlanck, e.Funded)).OrderBy(e => e.Event, StringComparer.Ordinal));
        Assert.Equal((CommissionPayouts.Sum(pool.Events.Select(e => e.NeededPlanck)), "0"), (BigInteger.Parse(pool.CommittedPlanck, CultureInfo.InvariantCulture), pool.UnfundedPlanck));
    }

    /// <summary>A part of a payment goes back, on the chain; and finance says what the transfer was.</summary>
    private async Task RefundAsync(CommissionedDeal deal, string payment)
    {
        var people = _desk.People;
        await people.AsAsync(Role.BudgetHolder, o => people.Watcher.WatchAccountAsync(new() { RequestId = people.RequestId("watch refunds"), Account = $"{Refunds}", Note = "refunds" }, o), _desk.Stop);
        await _desk.FinaliseAsync();
        await _desk.SendAsync(Refunds, new { pallet = "Balances", call = "transfer_keep_alive", args = new { dest = new { Id = $"{deal.Buyer}" }, value = Rebate } });
        var transfer = (await _desk.FactsAsync(nameof(BalanceTransferred), Refunds, 1))[0];
        Correction? rebate = null;
        var tries = 0;
        await DeskUnderTest.EventuallyAsync(
            async () =>
            {
                var request = people.RequestId($"rebate {++tries}"); // A no is remembered.
                try
                {
                    rebate = (await people.AsAsync(Role.BudgetHolder, o => people.Corrections.RecordRebateAsync(
                        new() { RequestId = request, PaymentId = payment, TransferFactId = transfer.Origin.FactId, Reason = "Delivered a week late." }, o), _desk.Stop)).Correction;
                    return true;
                }
                catch (DeskException e) when (e.Message.Contains("No transfer", StringComparison.Ordinal))
                {
                    return false; // The bus has not told of it yet.
                }
            },
            "the transfer being known",
            240);
        _desk.Kill();
        Assert.Equal((Rebate, "0", $"{BigInteger.Parse(Rebate, CultureInfo.InvariantCulture) / 4}"), (rebate!.Planck, rebate.TakenBackPlanck, rebate.CancelledPlanck));
    }

    /// <summary>Everybody's statement of a month is written, and nothing of it was unfunded.</summary>
    private async Task ClosedAsync(CommissionedDeal deal, Month month)
    {
        var people = _desk.People;
        await people.UntilAsync(
            $"{month} being closed", Role.BudgetHolder, o => people.Statements.ListStatementsAsync(new() { Month = $"{month}", PageSize = 200 }, o), s => s.Statements.Count == deal.Participants.Count, _desk.Stop);
        foreach (var statement in await _desk.StatementsAsync($"{month}"))
        {
            Assert.Contains(statement.ParticipantId, deal.Participants.Keys);
            Assert.All(statement.Lines, l => Assert.False(l.Unfunded));
        }
    }

    /// <summary>What was paid runs, and so something of it is earned.</summary>
    private Task RunsAsync(string payment) =>
        DeskUnderTest.EventuallyAsync(async () => (await _desk.ExplainAsync(payment)).Lines.Any(l => l.Kind == "earn"), $"payment {payment} runs", 240);

    /// <summary>F9: taken back after it was earned and paid; a later month says so, and names its cause.</summary>
    private async Task CorrectAsync(string payment)
    {
        var people = _desk.People;
        var request = people.RequestId("reverse");
        Task<ReversePaymentResponse> ReverseAsync() => people.AsAsync(
            Role.Leadership, o => people.Corrections.ReversePaymentAsync(new() { RequestId = request, PaymentId = payment, Cause = ReversalCause.PlanError, Reason = "The plan of enterprises was meant." }, o), _desk.Stop);
        var correction = (await ReverseAsync()).Correction;
        _desk.Kill();
        Assert.Equal(correction, (await ReverseAsync()).Correction);
        var lines = (await _desk.ExplainAsync(payment)).Lines;
        var taken = BigInteger.Parse(correction.TakenBackPlanck, CultureInfo.InvariantCulture);
        Assert.True(taken.Sign > 0);
        Assert.Equal(-taken, CommissionPayouts.Sum(lines.Where(l => l.Kind is "reverse" or "clawback").Select(l => l.Planck)));
        Assert.All(lines.Where(l => l.Kind is "reverse" or "clawback" or "cancel"), l => Assert.Equal(correction.CorrectionId, l.Cause));
        Assert.Equal(BigInteger.Zero, CommissionPayouts.Sum(lines.Where(l => l.Kind is "earn" or "reverse" or "clawback").Select(l => l.Planck)));
    }

    /// <summary>Ledger, statements, batches and chain.</summary>
    private async Task AgreeAsync(CommissionedDeal deal, CommissionPayouts payouts, BigInteger paid)
    {
        var ledger = await ComputedAsync();
        await IsTheLedgerOfTheServiceAsync(ledger);
        var (statements, transfers) = (await _desk.StatementsAsync(), await payouts.TransfersAsync(1));
        var total = BigInteger.Zero;
        foreach (var (person, account) in deal.Participants)
        {
            var own = statements.Where(s => s.ParticipantId == person).ToList();
            var net = CommissionPayouts.Sum(own.Select(s => s.NetPlanck));
            var earned = LinesOf(ledger, person, "earn", "reverse", "clawback");
            Assert.Equal(earned, CommissionPayouts.Sum(own.Select(s => s.EarnedPlanck)) - CommissionPayouts.Sum(own.Select(s => s.ReversedPlanck)) - CommissionPayouts.Sum(own.Select(s => s.ClawedBackPlanck)));
            Assert.Equal(LinesOf(ledger, person, "accrue", "cancel"), CommissionPayouts.Sum(own.Select(s => s.AccruedPlanck)));
            Assert.Equal(earned, net - BigInteger.Parse(own[^1].OwedPlanck, CultureInfo.InvariantCulture));

            // All regions have run: nothing is accrued that was not earned.
            Assert.Equal(LinesOf(ledger, person, "accrue", "cancel"), LinesOf(ledger, person, "earn"));
            Assert.Equal(net, transfers[$"{account}"]);
            Assert.Equal(net, (BigInteger)await _desk.BalanceAsync(account));
            total += net;
        }

        Assert.Equal(total, transfers.Values.Aggregate(BigInteger.Zero, (sum, t) => sum + t));
        Assert.Equal(total, paid);
        output.WriteLine($"{total} planck by statements, batches, transfers and balances; {(await _desk.ExportAsync()).Facts.Count} facts, {ledger["lines"]!.AsArray().Count} lines");
    }

    /// <summary>The command line, on what the service gives away.</summary>
    private async Task<JsonNode> ComputedAsync()
    {
        using var scratch = new ScratchFolder();
        var (plans, facts) = await _desk.ExportAsync();
        await File.WriteAllTextAsync(scratch["plans.json"], plans, _desk.Stop);
        await File.WriteAllLinesAsync(scratch["facts.jsonl"], facts, _desk.Stop);
        var (code, said, errors) = await Launcher.RunApartAsync("commission", "compute", "--plan", scratch["plans.json"], "--facts", scratch["facts.jsonl"], "--json");
        Assert.True(code == 0, errors + said);
        return JsonNode.Parse(said)!;
    }

    private async Task IsTheLedgerOfTheServiceAsync(JsonNode ledger)
    {
        Assert.Equal(0, (int)ledger["duplicates"]!);
        Assert.Empty(ledger["waiting"]!.AsArray());
        var computed = ledger["lines"]!.AsArray().Select((l, i) => (Number: i + 1, Event: (string)l!["event"]!, At: (string)l["at"]!, Kind: (string)l["kind"]!, Planck: (string)l["planck"]!, Cause: (string)l["cause"]!)).ToList();
        foreach (var payment in computed.GroupBy(l => l.Event))
        {
            var said = (await _desk.ExplainAsync(payment.Key)).Lines;
            Assert.Equal(payment, said.Select(l => ((int)l.Line, l.Event, Instants.Format(l.At.ToDateTimeOffset()), l.Kind, l.Planck, l.Cause)));
            Assert.All(said, l => Assert.NotEmpty(Assert.Single(l.Explanations).Sentences));
        }

        foreach (var excluded in ledger["excluded"]!.AsArray())
        {
            Assert.Equal((string)excluded!["reason"]!, (await _desk.ExplainAsync((string)excluded["event"]!)).Exclusion);
        }
    }

    private static BigInteger LinesOf(JsonNode ledger, string person, params string[] kinds) =>
        CommissionPayouts.Sum(ledger["lines"]!.AsArray().Where(l => (string)l!["participant"]! == person && kinds.Contains((string)l["kind"]!)).Select(l => (string)l!["planck"]!));
}
