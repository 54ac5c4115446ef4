using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Explaining;

/// <summary>Explanations as people read them.</summary>
/// <param name="money">How amounts are shown, with their unit.</param>
public sealed class ExplanationText(Func<BigInteger, string> money)
{
    /// <summary>A line and how it came about, in sentences.</summary>
    public IReadOnlyList<string> Of(LineExplanation x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var line = x.Line;
        List<string> lines =
        [
            $"Line {x.Number.ToString(CultureInfo.InvariantCulture)}, {Day(line.At)}: {line.Kind.Word()} {money(line.Planck)} for {line.Participant}, of payment {line.Event}.",
            $"  Caused by {Fact(x.Cause)}.",
        ];
        lines.AddRange(Work(x).Select(s => $"  {s}"));
        lines.Add($"  By {x.Rule}; frozen by the acceptance of {Day(x.Acceptance.At)} ({x.Acceptance.Id}), owner {x.Acceptance.Owner}, split {x.Acceptance.Split}.");
        return lines;
    }

    /// <summary>Why a payment earns nothing.</summary>
    public static string Of(Exclusion exclusion)
    {
        ArgumentNullException.ThrowIfNull(exclusion);
        return $"Payment {exclusion.Event} earns nothing: {exclusion.Reason.Sentence()} ({exclusion.Reason.Word()}).";
    }

    private IEnumerable<string> Work(LineExplanation x)
    {
        switch (x.Line.Work)
        {
            case ShareWork w:
                yield return $"The customer paid {money(x.Payment.Amount.Value)}{(x.Payment.Rebate.IsZero ? "" : $", of which {money(x.Payment.Rebate.Value)} was given back")}: the base is {money(w.Base)}.";
                yield return $"{string.Join(" + ", w.Pieces.Select(p => $"{money(p.Planck)} at {new BasisPoints(p.Bp)}"))}, rounded down once, is a commission of {money(w.Commission)}.";
                yield return $"Of it {x.Line.Participant} has {new BasisPoints(w.Share.Bp)} of {new BasisPoints(w.RateBp)}: {money(x.Line.Planck)}{(w.Share.HasExtra ? ", with one planck that rounding down left, by the largest remainder" : ", rounded down")}.";
                break;
            case OverlayWork w:
                yield return $"A renewal's overlay is {new BasisPoints(w.Bp)} of {money(w.Base)}, rounded down.";
                break;
            case EarnWork w:
                yield return $"{Delivered(w)}: {money(w.Target)} may be earned, and {money(w.EarnedBefore)} was before.";
                break;
            case CancelWork w:
                yield return $"The base is {money(w.Base)} now: {money(w.Due)} is due, and was {money(w.DueBefore)}. With {money(w.Earned)} earned, what is not earned yet goes from {money(w.UnearnedBefore)} to {money(BigInteger.Max(w.Due, w.Earned) - w.Earned)}.";
                break;
            case TakeWork w:
                yield return $"{Delivered(w.Entitled)}: {money(w.Entitled.Target)} may be earned, and {money(w.EarnedBefore)} was. The latest earnings are taken first: {string.Join(", ", w.Taken.Select(t => $"{money(t.Planck)} of {Day(t.EarnedAt)}"))}.";
                yield return x.Line.Kind == LineKind.Reverse ? "The month was open, so its statement shows it." : $"The month was closed: it is owed from now on, and kept back from later statements. {x.Plan.ClawbackDays} days after the payment it would have stayed.";
                break;
            default:
                break;
        }
    }

    private string Delivered(EarnWork w) => $"{w.Delivered} of {w.Timeslices} timeslice{(w.Timeslices.IsOne ? "" : "s")} of what is due, {money(w.Due)}, are delivered";

    private string Fact(CommissionFact fact) => fact switch
    {
        Paid p => $"{p.Id}: on {Day(p.At)} account {p.Account} paid {money(p.Amount.Value)} for {p.Customer} ({p.How.Word()})",
        Delivered d => $"{d.Id}: on {Day(d.At)} {d.Timeslices} timeslices of {d.Event} were delivered",
        LateRebate r => $"{r.Id}: on {Day(r.At)} a rebate of {money(r.Amount.Value)} was paid on {r.Event}",
        Reversed r => $"{r.Id}: on {Day(r.At)} {r.Event} was found to be no payment that counts ({r.Cause})",
        _ => fact.Id,
    };

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
