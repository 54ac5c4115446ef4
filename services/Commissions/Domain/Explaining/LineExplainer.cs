using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Explaining;

/// <summary>Explains lines by the numbers that the ledger worked them out from; it computes nothing anew.</summary>
public sealed class LineExplainer
{
    private const string Planck = "planck";
    private const string Bp = "bp";
    private const string Timeslices = "timeslices";

    private readonly PlanBook _plans;
    private readonly CommissionLedger _ledger;
    private readonly KnownFacts _known;
    private readonly Dictionary<string, CommissionFact> _facts;

    /// <summary>Explains lines of a ledger.</summary>
    /// <param name="plans">The plans that it was computed by.</param>
    /// <param name="facts">The facts that it was computed from.</param>
    /// <param name="ledger">The ledger.</param>
    public LineExplainer(PlanBook plans, IEnumerable<CommissionFact> facts, CommissionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(ledger);
        var ordered = CommissionLedger.Order(facts);
        (_plans, _ledger, _known) = (plans, ledger, new(ordered));
        _facts = ordered.ToDictionary(f => f.Id, StringComparer.Ordinal);
    }

    /// <summary>Explains a line.</summary>
    /// <param name="number">From 1, in the order of the ledger.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such line.</exception>
    public LineExplanation Explain(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, _ledger.Lines.Length);
        var line = _ledger.Lines[number - 1];
        var payment = (Paid)_facts[line.Event];
        var acceptance = _known.AcceptanceFor(payment)!;
        var (formula, numbers, term) = Work(line);
        return new(number, line, formula, [.. numbers, new("amount", line.Planck, Planck)], $"plan {acceptance.Plan}: {term}", _plans.Plans[acceptance.Plan], acceptance, payment, _facts[line.Cause]);
    }

    /// <summary>Explains all lines of an event.</summary>
    public ImmutableArray<LineExplanation> OfEvent(string paymentId) => [.. _ledger.Lines.Index().Where(l => l.Item.Event == paymentId).Select(l => Explain(l.Index + 1))];

    /// <summary>Why a payment earns nothing; null when it does, or is not known.</summary>
    public Exclusion? WhyNot(string paymentId) => _ledger.Excluded.FirstOrDefault(x => x.Event == paymentId);

    private static (string Formula, IEnumerable<FormulaNumber> Numbers, string Term) Work(LedgerLine line) => line.Work switch
    {
        ShareWork w => (
            $"commission = floor({Sum(w.Pieces)} / 10000); amount = floor(commission * share / rate){(w.Share.HasExtra ? " + 1 (largest remainder)" : "")}",
            [new("base", w.Base, Planck), .. Pieces(w.Pieces), new("commission", w.Commission, Planck), new("share", w.Share.Bp, Bp), new("rate", w.RateBp, Bp), new("remainder", w.Share.Remainder, "parts of the rate")],
            "rate and accelerator; split of the acceptance"),
        OverlayWork w => ("amount = floor(base * overlay / 10000)", [new("base", w.Base, Planck), new("overlay", w.Bp, Bp)], "overlay"),
        EarnWork w => ("amount = floor(due * delivered / bought) - earned_before", Entitlement(w), "earned as delivered"),
        CancelWork w => (
            "amount = max(due, earned) - earned - unearned_before",
            [new("base", w.Base, Planck), .. Pieces(w.Pieces), new("due_before", w.DueBefore, Planck), new("due", w.Due, Planck), new("earned", w.Earned, Planck), new("unearned_before", w.UnearnedBefore, Planck)],
            "what is corrected is due no more"),
        TakeWork w => (
            line.Kind == LineKind.Reverse ? "amount = -(of earned_before - floor(due * delivered / bought), what this month earned)" : "amount = -(of earned_before - floor(due * delivered / bought), what earlier months earned within the clawback window)",
            [.. Entitlement(w.Entitled), .. w.Taken.Select(t => new FormulaNumber($"taken from {Instants.Format(t.EarnedAt)}", t.Planck, Planck))],
            line.Kind == LineKind.Reverse ? "the month is open" : "clawback window"),
        _ => throw new InvalidOperationException($"A line of {line.Work} cannot be explained."),
    };

    private static IEnumerable<FormulaNumber> Entitlement(EarnWork w) =>
        [new("due", w.Due, Planck), new("delivered", w.Delivered, Timeslices), new("bought", w.Timeslices, Timeslices), new("earned_before", w.EarnedBefore, Planck)];

    private static IEnumerable<FormulaNumber> Pieces(IEnumerable<RatePiece> pieces) =>
        pieces.Index().SelectMany(p => new[] { new FormulaNumber($"piece_{Name(p.Index)}", p.Item.Planck, Planck), new FormulaNumber($"rate_{Name(p.Index)}", p.Item.Bp, Bp) });

    private static string Sum(ImmutableArray<RatePiece> pieces)
    {
        var products = string.Join(" + ", pieces.Select((_, i) => $"piece_{Name(i)} * rate_{Name(i)}"));
        return pieces.Length > 1 ? $"({products})" : products;
    }

    private static string Name(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
