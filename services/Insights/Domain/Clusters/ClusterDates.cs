using System.Numerics;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>What a customer's leads say together: all that months count of it. It never changes; another one takes its place.</summary>
/// <param name="Created">The first creation.</param>
internal sealed record ClusterDates(LeadCreated Created)
{
    public Fact? Qualified { get; init; }

    public Fact? Registered { get; init; }

    public Fact? Quoted { get; init; }

    public Fact? Accepted { get; init; }

    /// <summary>The first purchase with the customer's own money, ever.</summary>
    public PurchaseState? FirstPaid { get; init; }

    /// <summary>The first of them at or after creation.</summary>
    public PurchaseState? Won { get; init; }

    /// <summary>The first loss, unless it was won before or at that instant.</summary>
    public Fact? Lost { get; init; }

    /// <summary>What was paid within 90 days of the first purchase, in planck.</summary>
    public BigInteger First90 { get; init; }

    /// <summary>What was paid within three periods of the first purchase, in planck.</summary>
    public BigInteger FirstPeriods { get; init; }

    /// <summary>What grants paid for it, in planck.</summary>
    public BigInteger Sponsored { get; init; }
}
