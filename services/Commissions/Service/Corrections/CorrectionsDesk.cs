using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Records what people know of a payment and no judgement says. Nothing is edited: each is a fact, and the ledger follows.</summary>
internal sealed class CorrectionsDesk(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, PublicAccounts known, DeskCalendar calendar)
{
    // One at a time, whichever payment it is about: that a transfer counts once, and all of them for no more than was paid, is decided from all that were recorded before.
    private const string Lock = "corrections";

    /// <summary>A transfer gave part of a payment back.</summary>
    public Task<Outcome<RecordRebateResponse>> RebateAsync(Command command, string paymentId, string transferId, string reason, CancellationToken stop) => commands.RunAsync<RecordRebateResponse>(command, async scope =>
    {
        await scope.LockAsync(Lock);
        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        var customers = new Customers(told);
        if (PaymentFacts.Find(told, customers, paymentId) is not { } payment)
        {
            return CorrectionRefusals.NoSuchPayment(paymentId);
        }

        if (told.Of<BalanceTransferred>().FirstOrDefault(t => t.Message.Origin.FactId == transferId)?.Message is not { } transfer)
        {
            return CorrectionRefusals.NoSuchTransfer(transferId);
        }

        if (CorrectionFacts.AllOf(told).FirstOrDefault(c => c.Transfer == transferId) is { } first)
        {
            return CorrectionRefusals.RebatedAlready(transferId, first);
        }

        var token = payment.Judged.Token;
        var given = (await ViewAsync(scope, told, token)).Facts.OfType<LateRebate>().Where(r => r.Event == paymentId).Aggregate(BigInteger.Zero, (sum, r) => sum + r.Amount.Value);
        if (CorrectionRefusals.Why(payment, transfer, new(told, customers), given) is { } no)
        {
            return no;
        }

        var aggregate = Observing.IdOf($"rebate/{transferId}");
        await Observing.DecideAsync(scope, aggregate, new RebateRecorded
        {
            PaymentId = paymentId, Token = token, TransferFactId = transferId, Planck = transfer.Amount, TransferredAt = transfer.Origin.OccurredAt, Reason = reason, RecordedAt = scope.Now.ToTimestamp(),
        });
        return new RecordRebateResponse { Correction = await RecordedAsync(scope, $"rebate/{aggregate}", token) };
    }, stop);

    /// <summary>A payment should never have counted.</summary>
    public Task<Outcome<ReversePaymentResponse>> ReverseAsync(Command command, string paymentId, ReversalCause cause, string reason, CancellationToken stop) => commands.RunAsync<ReversePaymentResponse>(command, async scope =>
    {
        await scope.LockAsync(Lock);
        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        if (PaymentFacts.Find(told, new(told), paymentId) is not { } payment)
        {
            return CorrectionRefusals.NoSuchPayment(paymentId);
        }

        var view = await ViewAsync(scope, told, payment.Judged.Token);
        if (view.Facts.OfType<Reversed>().FirstOrDefault(r => r.Event == paymentId) is { } before)
        {
            return new Refusal(RefusalKind.Precondition, "REVERSED_ALREADY", $"Payment {paymentId} was taken back on {before.At:yyyy-MM-dd HH:mm} UTC, as {before.Cause}.");
        }

        if (view.Ledger.Lines.Any(l => l.Event == paymentId && l.Participant == $"{scope.Actor.Id}"))
        {
            return new Refusal(RefusalKind.Forbidden, "OWN_DEAL", "Nobody decides about a payment that they have a share of.");
        }

        var aggregate = Guid.CreateVersion7(scope.Now);
        await Observing.DecideAsync(scope, aggregate, new PaymentReversed { PaymentId = paymentId, Token = payment.Judged.Token, Cause = WordOf(cause), Reason = reason, ReversedAt = scope.Now.ToTimestamp() });
        return new ReversePaymentResponse { Correction = await RecordedAsync(scope, $"reversed/{aggregate}", payment.Judged.Token) };
    }, stop);

    /// <summary>All that somebody may see, the latest first; of what each took back, what was whose they may see.</summary>
    public async Task<ListCorrectionsResponse> ListAsync(string paymentId, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (told, plans) = (await LedgerBook.ObservationsAsync(db, stop), await PlansDesk.ShelfAsync(db, stop));
        var (sight, names, now) = (await StatementSight.OfAsync(db, viewer, stop), await StatementSight.NamesAsync(db, stop), calendar.GetUtcNow());
        var said = CorrectionFacts.AllOf(told).Where(c => paymentId.Length == 0 || c.PaymentId == paymentId).ToLookup(c => c.Token, StringComparer.Ordinal);
        var (corrections, suspicions) = (new List<Correction>(), new List<Suspicion>());
        foreach (var token in LedgerBook.TokensOf(told))
        {
            var view = LedgerBook.Compute(plans, told, token, now);
            var lines = view.Ledger.Lines.Where(l => sight.Sees(l.Participant)).ToList();
            var seen = lines.Select(l => l.Event).ToHashSet(StringComparer.Ordinal);
            corrections.AddRange(said[token].Where(c => sight.All || seen.Contains(c.PaymentId)).Select(c => ToMessage(c, lines, names)));
            if (sight.All)
            {
                suspicions.AddRange(Suspicions.Of(told, view, token, known, names).Where(s => paymentId.Length == 0 || s.PaymentId == paymentId));
            }
        }

        return new() { Corrections = { corrections.OrderByDescending(c => c.At.ToDateTimeOffset()).ThenBy(c => c.CorrectionId, StringComparer.Ordinal) }, Suspicions = { suspicions } };
    }

    private static async Task<LedgerView> ViewAsync(CommandScope<CommissionsDb> scope, Observations told, string token) =>
        LedgerBook.Compute(await PlansDesk.ShelfAsync(scope.Db, scope.Stop), told, token, scope.Now);

    /// <summary>What was just recorded, with what it takes back.</summary>
    private static async Task<Correction> RecordedAsync(CommandScope<CommissionsDb> scope, string id, string token)
    {
        await scope.Db.SaveChangesAsync(scope.Stop);
        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        var view = await ViewAsync(scope, told, token);
        return ToMessage(CorrectionFacts.AllOf(told).Single(c => c.Id == id), view.Ledger.Lines, await StatementSight.NamesAsync(scope.Db, scope.Stop));
    }

    private static Correction ToMessage(SaidCorrection said, IReadOnlyCollection<LedgerLine> lines, IReadOnlyDictionary<string, string> names)
    {
        // A planck that the largest remainder moved to somebody is given by the correction, and not taken.
        var own = lines.Where(l => said.IsCauseOf(l.Cause)).ToList();
        var earned = -Sum(own.Where(l => l.Kind is LineKind.Earn or LineKind.Reverse or LineKind.Clawback));
        var accrued = -Sum(own.Where(l => l.Kind != LineKind.Earn));
        return new()
        {
            CorrectionId = said.Id,
            PaymentId = said.PaymentId,
            Token = said.Token,
            Kind = said.Kind,
            Planck = said.Amount is { } amount ? $"{amount.Value}" : "",
            TransferFactId = said.Transfer,
            Reason = said.Reason,
            ById = $"{said.By}",
            ByName = names.GetValueOrDefault($"{said.By}", ""),
            At = said.At.ToTimestamp(),
            TakenBackPlanck = StatementMaker.Text(earned),
            CancelledPlanck = StatementMaker.Text(accrued - earned),
        };
    }

    private static BigInteger Sum(IEnumerable<LedgerLine> lines) => lines.Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck);

    private static string WordOf(ReversalCause cause) => cause == ReversalCause.SelfDealing ? "self_dealing" : "plan_error";
}
