using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>What somebody of the desk has said of a payment.</summary>
/// <param name="Id">The id of its fact.</param>
/// <param name="PaymentId">The payment that was named.</param>
/// <param name="Token">Its token.</param>
/// <param name="Kind">"rebate", or the cause of a reversal.</param>
/// <param name="Amount">Of a rebate; null otherwise.</param>
/// <param name="Transfer">Of a rebate; empty otherwise.</param>
/// <param name="Reason">For people.</param>
/// <param name="By">Who.</param>
/// <param name="TakesEffect">A rebate at its transfer's block, a reversal when it was decided.</param>
/// <param name="At">When it was said.</param>
internal sealed record SaidCorrection(string Id, string PaymentId, string Token, string Kind, Planck? Amount, string Transfer, string Reason, Guid By, DateTimeOffset TakesEffect, DateTimeOffset At)
{
    /// <summary>The fact is this correction's: of the payment that was named, or of what a later judgement made of it.</summary>
    public bool IsCauseOf(string fact) => fact == Id || fact.StartsWith($"{Id}/", StringComparison.Ordinal);
}

/// <summary>
/// Rebates and reversals that people have recorded, as facts. A payment that is judged anew and stays the customer's is the same money: what was given back of it, or found wrong
/// with it, holds for what it has become ("#2") as well. One that turns out to be another customer's starts without.
/// </summary>
internal static class CorrectionFacts
{
    public const string Rebate = "rebate";

    /// <summary>All, the earliest first.</summary>
    public static IReadOnlyList<SaidCorrection> AllOf(Observations told) =>
    [
        .. told.Of<RebateRecorded>()
            .Select(r => new SaidCorrection(
                $"rebate/{r.Aggregate}", r.Message.PaymentId, r.Message.Token, Rebate, Planck.Parse(r.Message.Planck), r.Message.TransferFactId, r.Message.Reason, r.Actor,
                Observations.Millis(r.Message.TransferredAt.ToDateTimeOffset()), r.At))
            .Concat(told.Of<PaymentReversed>().Select(v => new SaidCorrection($"reversed/{v.Aggregate}", v.Message.PaymentId, v.Message.Token, v.Message.Cause, null, "", v.Message.Reason, v.Actor, v.At, v.At)))
            .OrderBy(c => c.At).ThenBy(c => c.Id, StringComparer.Ordinal),
    ];

    /// <summary>Those of a token, for the ledger.</summary>
    public static IEnumerable<AboutPayment> Of(Observations told, IReadOnlyList<JudgedPayment> payments, string token)
    {
        foreach (var said in AllOf(told).Where(c => c.Token == token))
        {
            foreach (var (fact, payment) in Places(said, payments))
            {
                yield return said.Amount is { } amount ? new LateRebate(fact, said.TakesEffect, payment, amount) : new Reversed(fact, said.TakesEffect, payment, said.Kind);
            }
        }
    }

    /// <summary>What the correction is about: the named payment first.</summary>
    private static IEnumerable<(string Fact, string Payment)> Places(SaidCorrection said, IReadOnlyList<JudgedPayment> payments)
    {
        yield return (said.Id, said.PaymentId);
        if (payments.FirstOrDefault(p => p.Fact.Id == said.PaymentId) is not { } named)
        {
            yield break;
        }

        foreach (var other in payments.Where(p => p != named && p.Judged.FactId == named.Judged.FactId && p.Customer == named.Customer))
        {
            yield return ($"{said.Id}/{other.Fact.Id}", other.Fact.Id);
        }
    }
}
