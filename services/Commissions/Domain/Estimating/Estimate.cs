using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Estimating;

/// <summary>A payment that a quote expects.</summary>
/// <param name="At">When.</param>
/// <param name="How">How the coretime is bought.</param>
/// <param name="Amount">How much the customer pays.</param>
/// <param name="Rebate">What of it is given back.</param>
/// <param name="Timeslices">How many are bought; 0 for on demand.</param>
public sealed record PlannedPayment(DateTimeOffset At, PaidHow How, Market.Planck Amount, Market.Planck Rebate, UInt128 Timeslices);

/// <summary>A quote as commissions see it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Plan">The plan's id.</param>
/// <param name="Owner">Whose deal.</param>
/// <param name="Split">Who shares it.</param>
/// <param name="Csm">Who gets the overlay; null for nobody.</param>
/// <param name="AcceptedAt">When it would be accepted.</param>
/// <param name="Payments">What would be paid.</param>
public sealed record PlannedDeal(string Customer, string Plan, string Owner, Split Split, string? Csm, DateTimeOffset AcceptedAt, ImmutableArray<PlannedPayment> Payments);

/// <summary>What a deal would pay if all of it is bought and delivered.</summary>
/// <param name="Events">One for each payment that would earn, in order.</param>
/// <param name="Excluded">Payments that would earn nothing, and why.</param>
/// <param name="ByParticipant">What each would get.</param>
/// <param name="Base">What the commission is of.</param>
/// <param name="Commission">What those of the split would get together.</param>
/// <param name="Overlay">What the customer success manager would get beside it.</param>
public sealed record Estimate(
    ImmutableArray<RatedEvent> Events,
    ImmutableArray<Exclusion> Excluded,
    ImmutableSortedDictionary<string, BigInteger> ByParticipant,
    BigInteger Base,
    BigInteger Commission,
    BigInteger Overlay)
{
    private const string Prefix = "planned-";

    /// <summary>The id that a planned payment has as an event.</summary>
    /// <param name="index">Its place among the deal's payments, from 0.</param>
    public static string IdOf(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"~{Prefix}{index + 1:0000}");

    /// <summary>Works it out with the very code of the ledger: what is planned is added to what is known, as facts.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="known">Facts that are known already; quotas, other deals and the customer's window follow from them.</param>
    /// <param name="deal">The deal.</param>
    /// <exception cref="ArgumentException">The deal's plan is not there, or its split is not the plan's rate.</exception>
    public static Estimate Of(PlanBook plans, IEnumerable<CommissionFact> known, PlannedDeal deal)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(deal);
        var plan = plans.Plans.GetValueOrDefault(deal.Plan) ?? throw new ArgumentException($"There is no plan '{deal.Plan}'.", nameof(deal));
        if (deal.Split.TotalBp != plan.FlatBp || deal.Split.Shares.All(s => s.Participant != deal.Owner))
        {
            throw new ArgumentException($"The split must add up to {plan.FlatBp} basis points and name the owner, {deal.Owner}.", nameof(deal));
        }

        var facts = known.ToList();
        // A tilde comes after all letters and digits: at the same instant, a real fact counts before a planned one.
        static string Id(string what) => $"~{Prefix}{what}";
        if (!facts.Exists(f => f is Registered r && r.Customer == deal.Customer))
        {
            facts.Add(new Registered(Id("registered"), deal.AcceptedAt, deal.Customer, false));
        }

        facts.Add(new Accepted(Id("accepted"), deal.AcceptedAt, deal.Customer, deal.Plan, deal.Owner, deal.Split, deal.Csm));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, payment) in deal.Payments.Index())
        {
            var id = IdOf(index);
            ids.Add(id);
            facts.Add(new Paid(id, payment.At, deal.Customer, Id("account"), payment.Amount, payment.Rebate, payment.How, PayerKind.Customer, payment.Timeslices));
        }

        var ledger = CommissionLedger.Compute(plans, facts);
        ImmutableArray<RatedEvent> events = [.. ledger.Events.Where(e => ids.Contains(e.Event))];
        return new(
            events,
            [.. ledger.Excluded.Where(x => ids.Contains(x.Event))],
            ledger.Lines.Where(l => l.Kind == LineKind.Accrue && ids.Contains(l.Event)).GroupBy(l => l.Participant, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(g => g.Key, g => Sum(g.Select(l => l.Planck)), StringComparer.Ordinal),
            Sum(events.Select(e => e.Base)),
            Sum(events.Select(e => e.Commission)),
            Sum(events.Select(e => e.Overlay)));
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
