using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>All that follows from plans and facts: a function, so that neither order nor repetition of the facts matters, and anybody can work it out again.</summary>
public sealed record CommissionLedger
{
    /// <summary>How many lines of the file repeated a fact.</summary>
    public int Duplicates { get; init; }

    /// <summary>Facts about payments that are not known, or are later than they are; by id.</summary>
    public required ImmutableArray<string> Waiting { get; init; }

    /// <summary>By customer, once it has an event that counts.</summary>
    public required ImmutableSortedDictionary<string, CommissionWindow> Windows { get; init; }

    /// <summary>Payments that earn nothing, in order of effect.</summary>
    public required ImmutableArray<Exclusion> Excluded { get; init; }

    /// <summary>Payments that earn, in order of effect.</summary>
    public required ImmutableArray<RatedEvent> Events { get; init; }

    /// <summary>What is left of each such payment's base, after corrections.</summary>
    public required ImmutableSortedDictionary<string, BigInteger> Bases { get; init; }

    /// <summary>In order of effect.</summary>
    public required ImmutableArray<LedgerLine> Lines { get; init; }

    /// <summary>By month, then participant.</summary>
    public required ImmutableArray<Statement> Statements { get; init; }

    /// <summary>By participant.</summary>
    public required ImmutableSortedDictionary<string, ParticipantTotal> Totals { get; init; }

    /// <summary>Works it out.</summary>
    /// <param name="plans">All plans that the facts name.</param>
    /// <param name="facts">Each once, in any order.</param>
    /// <param name="duplicates">How many repetitions were left out.</param>
    /// <exception cref="ArgumentException">Two facts have one id, or one names a plan that is not there.</exception>
    public static CommissionLedger Compute(PlanBook plans, IEnumerable<CommissionFact> facts, int duplicates = 0)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(facts);
        var ordered = Order(facts);
        var known = new KnownFacts(ordered);
        var accounts = new Dictionary<string, EventAccount>(StringComparer.Ordinal);
        var windows = ImmutableSortedDictionary.CreateBuilder<string, CommissionWindow>(StringComparer.Ordinal);
        var attained = new Dictionary<(string Owner, Month Month), BigInteger>();
        var (excluded, excludedIds, lines) = (new List<Exclusion>(), new HashSet<string>(StringComparer.Ordinal), new List<LedgerLine>());
        var (events, waiting) = (new List<RatedEvent>(), new List<string>());
        foreach (var fact in ordered)
        {
            switch (fact)
            {
                case Paid paid when Exclusions.Why(paid, known, windows.GetValueOrDefault(paid.Customer)) is { } reason:
                    excluded.Add(new(paid.Id, reason));
                    excludedIds.Add(paid.Id);
                    break;
                case Paid paid:
                    var account = Accrue(paid);
                    accounts.Add(paid.Id, account);
                    events.Add(account.Rated);
                    break;
                case AboutPayment about when accounts.TryGetValue(about.Event, out var payment):
                    payment.Apply(about);
                    break;
                case AboutPayment about when !excludedIds.Contains(about.Event):
                    waiting.Add(about.Id);
                    break;
                default:
                    break;
            }
        }

        var statements = Ledger.Statements.Of(lines, plans.RecoverBp);
        return new()
        {
            Duplicates = duplicates,
            Waiting = [.. waiting.Order(StringComparer.Ordinal)],
            Windows = windows.ToImmutable(),
            Excluded = [.. excluded],
            Events = [.. events],
            Bases = accounts.ToImmutableSortedDictionary(a => a.Key, a => a.Value.Base, StringComparer.Ordinal),
            Lines = [.. lines],
            Statements = statements,
            Totals = Ledger.Statements.Totals(lines, statements),
        };

        EventAccount Accrue(Paid paid)
        {
            var acceptance = known.AcceptanceFor(paid)!;
            var plan = plans.Plans.GetValueOrDefault(acceptance.Plan) ?? throw new ArgumentException($"Fact '{acceptance.Id}' names plan '{acceptance.Plan}', which is not there.", nameof(facts));
            if (!windows.TryGetValue(paid.Customer, out var window))
            {
                windows.Add(paid.Customer, window = new(paid.At, paid.At.PlusDays(plan.WindowDays)));
            }

            BigInteger amount = paid.Amount.Value - paid.Rebate.Value;
            var (owner, month) = (acceptance.Owner, Month.Of(paid.At));
            var before = attained.GetValueOrDefault((owner, month));
            attained[(owner, month)] = before + amount;
            var pieces = Rating.Pieces(plan, amount, before, known.QuotaOf(owner, month));
            var hasOverlay = paid.How == PaidHow.Renewal && plan.Overlay is { } overlay && paid.At >= window.Start.PlusDays(overlay.FromDay);
            return new(paid, acceptance, plan, pieces, hasOverlay, lines);
        }
    }

    /// <summary>Facts in order of effect: by time, payments before others, then by id (ordinal).</summary>
    /// <exception cref="ArgumentException">Two have one id.</exception>
    public static IReadOnlyList<CommissionFact> Order(IEnumerable<CommissionFact> facts)
    {
        var ordered = facts.OrderBy(f => f.At).ThenBy(f => f is Paid ? 0 : 1).ThenBy(f => f.Id, StringComparer.Ordinal).ToList();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return ordered.Find(f => !ids.Add(f.Id)) is { } twice ? throw new ArgumentException($"Two facts have the id '{twice.Id}'.", nameof(facts)) : ordered;
    }
}
