using System.Globalization;
using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>
/// What has run of what was paid: timeslices of the region, or of a part of it, from when it was assigned for good to a task of the customer's. A renewed core runs its workload
/// without being assigned. What was given to the pool, given away, or is only provisional, earns nothing.
/// </summary>
/// <remarks>
/// Each region's deliveries are counted up at every Monday, at every month's end and at its own end, so that their number is small and the same whoever counts. When a timeslice
/// ends is estimated from the block of the payment, by 80 relay blocks of 6 seconds: the days drift by minutes over a region, the sum does not.
/// </remarks>
internal sealed class DeliveryFacts
{
    private const string OtherTask = "other_task";
    private const int BitsInMask = 80;
    private static readonly TimeSpan Timeslice = TimeSpan.FromSeconds(80 * 6);

    private readonly Dictionary<string, Purchased> _purchases;
    private readonly Dictionary<string, Renewed> _renewals;
    private readonly ILookup<(string Chain, uint Core), Assigned> _assigned;
    private readonly ILookup<(string Chain, uint Core), AssignmentRemoved> _removed;
    private readonly ILookup<(string Chain, uint Core), Transferred> _transferred;
    private readonly Customers _customers;

    public DeliveryFacts(Observations told, Customers customers)
    {
        _customers = customers;
        _purchases = told.Of<Purchased>().Select(p => p.Message).DistinctBy(p => p.Origin.FactId).ToDictionary(p => p.Origin.FactId, StringComparer.Ordinal);
        _renewals = told.Of<Renewed>().Select(p => p.Message).DistinctBy(p => p.Origin.FactId).ToDictionary(p => p.Origin.FactId, StringComparer.Ordinal);
        _assigned = told.Of<Assigned>().Select(a => a.Message).DistinctBy(a => a.Origin.FactId).ToLookup(a => (a.Origin.Chain, a.Region.Core));
        _removed = told.Of<AssignmentRemoved>().Select(a => a.Message).ToLookup(a => (a.Origin.Chain, a.Region.Core));
        _transferred = told.Of<Transferred>().Select(t => t.Message).ToLookup(t => (t.Origin.Chain, t.Region.Core));
    }

    /// <summary>What has run of a payment until an instant.</summary>
    public IEnumerable<Delivered> Of(JudgedPayment payment, DateTimeOffset until)
    {
        var (origin, spans) = SpansOf(payment);
        if (origin is null || spans.Count == 0)
        {
            yield break;
        }

        DateTimeOffset EndOf(long timeslice) => origin.OccurredAt.ToDateTimeOffset() + (Timeslice * (timeslice - origin.Timeslice));
        var (start, end) = (EndOf(spans.Min(s => s.Begin)), EndOf(spans.Max(s => s.End)));
        BigInteger before = 0;
        foreach (var mark in Marks(start, end).Where(m => m <= until))
        {
            BigInteger bits = 0;
            foreach (var span in spans)
            {
                var ran = Math.Clamp((long)Math.Floor((mark - EndOf(span.Begin)) / Timeslice), 0, span.End - span.Begin);
                bits += (BigInteger)ran * span.Bits;
            }

            var delivered = bits / BitsInMask;
            if (delivered > before)
            {
                // A millisecond before: what ran until a month's end was earned in that month.
                yield return new($"{payment.Fact.Id}/ran/{mark.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)}", Observations.Millis(mark).AddMilliseconds(-1), payment.Fact.Id, (UInt128)(delivered - before));
                before = delivered;
            }
        }
    }

    /// <summary>Mondays and first days of months within a span of time, and its end.</summary>
    internal static IEnumerable<DateTimeOffset> Marks(DateTimeOffset start, DateTimeOffset end)
    {
        for (var day = new DateTimeOffset(start.UtcDateTime.Date, TimeSpan.Zero).AddDays(1); day < end; day = day.AddDays(1))
        {
            if (day.DayOfWeek == DayOfWeek.Monday || day.Day == 1)
            {
                yield return day;
            }
        }

        yield return end;
    }

    private (FactOrigin? Origin, List<Span> Spans) SpansOf(JudgedPayment payment)
    {
        var fact = payment.Judged.FactId;
        var tasks = TasksOf(payment);
        if (_renewals.TryGetValue(fact, out var renewal))
        {
            var bits = renewal.Workload.Where(w => w.Use.HasTask && tasks.Contains(w.Use.Task)).Sum(w => BitsOf(w.Mask));
            return (renewal.Origin, bits > 0 ? [new(renewal.Begin, renewal.Begin + (long)renewal.Duration, bits)] : []);
        }

        return _purchases.TryGetValue(fact, out var purchase) ? (purchase.Origin, [.. AssignedOf(purchase, tasks)]) : (null, []);
    }

    /// <summary>Parts of a bought region that run one of the tasks.</summary>
    private IEnumerable<Span> AssignedOf(Purchased purchase, IReadOnlyCollection<uint> tasks)
    {
        var key = (purchase.Origin.Chain, purchase.Region.Core);
        var (begin, end) = ((long)purchase.Region.Begin, purchase.Region.Begin + (long)purchase.Duration);
        foreach (var part in _assigned[key].Where(a => a.Finality == AssignmentFinality.Final && a.Region.Begin >= begin && a.Region.Begin < end).GroupBy(a => (a.Region.Begin, a.Region.Mask)))
        {
            var assigned = part.MaxBy(Place)!;
            var isRemoved = _removed[key].Any(r => r.Region.Begin == assigned.Region.Begin && r.Region.Mask == assigned.Region.Mask && Place(r).CompareTo(Place(assigned)) > 0);
            if (!isRemoved && tasks.Contains(assigned.Task) && OwnerBefore(purchase, assigned) == purchase.Buyer)
            {
                // Assigned while the region runs: what passed before was nobody's.
                var from = Math.Max((long)assigned.Region.Begin, Math.Min((long)assigned.Origin.Timeslice, end));
                var to = Math.Min(assigned.Region.Begin + (long)assigned.Duration, end);
                if (to > from)
                {
                    yield return new(from, to, BitsOf(assigned.Region.Mask));
                }
            }
        }
    }

    /// <summary>Whose a region's part was when it was assigned: whoever got it last.</summary>
    private string OwnerBefore(Purchased purchase, Assigned assigned) => _transferred[(purchase.Origin.Chain, purchase.Region.Core)]
        .Where(t => Place(t.Origin).CompareTo(Place(purchase.Origin)) > 0 && Place(t.Origin).CompareTo(Place(assigned.Origin)) < 0
            && t.Region.Begin < assigned.Region.Begin + (long)assigned.Duration && t.Region.Begin + (long)t.Duration > assigned.Region.Begin && Overlap(t.Region.Mask, assigned.Region.Mask))
        .MaxBy(t => Place(t.Origin))?.Owner ?? purchase.Buyer;

    private IReadOnlyCollection<uint> TasksOf(JudgedPayment payment) =>
        _customers.TasksOf(payment.Customer, payment.Judged.Chain) is { Count: > 0 } known ? known
        : payment.Judged.Differs.Contains(OtherTask) ? []
        : [.. payment.Judged.Tasks];

    private static (uint, uint) Place(FactOrigin origin) => (origin.BlockNumber, origin.EventIndex);

    private static (uint, uint) Place(Assigned assigned) => Place(assigned.Origin);

    private static (uint, uint) Place(AssignmentRemoved removed) => Place(removed.Origin);

    private static int BitsOf(string mask) => Hex.Decode(mask).Sum(b => BitOperations.PopCount(b));

    private static bool Overlap(string left, string right) => Hex.Decode(left).Zip(Hex.Decode(right)).Any(p => (p.First & p.Second) != 0);

    /// <param name="Begin">The first timeslice.</param>
    /// <param name="End">The first one after it.</param>
    /// <param name="Bits">Of the 80 parts of a core.</param>
    private sealed record Span(long Begin, long End, int Bits);
}
