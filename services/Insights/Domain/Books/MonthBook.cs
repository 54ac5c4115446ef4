using System.Numerics;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Books;

/// <summary>All that is counted for one month. Each thing that counts is entered once, and taken out again when it counts no longer.</summary>
internal sealed class MonthBook(Month month)
{
    public Month Month { get; } = month;

    /// <summary>What changed since the changes were last looked at.</summary>
    public Touch Touched { get; set; }

    /// <summary>Clusters created in the month, and of them those won within each of <see cref="Horizons.Conversion"/> and ever.</summary>
    public long Created { get; set; }

    public long[] Converted { get; } = new long[Horizons.Conversion.Length];

    public long CreatedAndWon { get; set; }

    /// <summary>By stage, as <see cref="Horizons.Stages"/>: how many entered it in the month, and of them those who went on in time.</summary>
    public long[] Entered { get; } = new long[Horizons.Stages.Length];

    public long[] Advanced { get; } = new long[Horizons.Stages.Length];

    public long Won { get; set; }

    public long Lost { get; set; }

    /// <summary>From creation to sale, in ticks, of what was won in the month.</summary>
    public SortedBag<long> Closings { get; } = new();

    /// <summary>What customers paid in their first 90 days, in planck, of those whose 90th day is in the month.</summary>
    public SortedBag<BigInteger> First90 { get; } = new();

    /// <summary>The same by when the 90th day is over, in ticks: while the month goes on, not all of them are.</summary>
    public SortedBag<(long End, BigInteger Planck)> First90Ends { get; } = new();

    /// <summary>Opportunities that are open at the end of the month, less those at the end of the month before.</summary>
    public long OpenDelta { get; set; }

    public long GrantsActivated { get; set; }

    public long GrantsCounted { get; set; }

    public long GrantsPaid { get; set; }

    public long GrantsExcluded { get; set; }

    public BigInteger TrancheValue { get; set; }

    public BigInteger TrancheUsed { get; set; }

    /// <summary>Regions of customers that end in the month.</summary>
    public HashSet<PurchaseState> Ending { get; } = [];

    public long RegionsEnded { get; set; }

    public long RegionsRenewed { get; set; }

    public BigInteger EndedPlanck { get; set; }

    public BigInteger RenewedPlanck { get; set; }

    public long QuotesAccepted { get; set; }

    public long QuotesInRepBand { get; set; }

    public BigInteger ListPlanck { get; set; }

    public BigInteger ConcessionPlanck { get; set; }

    public long Matches { get; set; }

    public long AutoMatches { get; set; }

    public long AutoMatchesReversed { get; set; }

    public Revenue Revenue { get; } = new();

    public BigInteger NetNewPlanck { get; set; }

    public BigInteger NetNewBits { get; set; }

    /// <summary>What customers of long ago paid in the three periods up to the month's end, in planck.</summary>
    public BigInteger RetainedPlanck { get; set; }

    /// <summary>What customers paid in their first three periods who count for net retention since this month, in planck.</summary>
    public BigInteger FirstPeriodsDelta { get; set; }

    /// <summary>What was earned of customers' payments in the month, in planck.</summary>
    public BigInteger EarnedBase { get; set; }

    /// <summary>From condition to payout, in ticks, of claims that were paid in the month.</summary>
    public SortedBag<long> Claims { get; } = new();

    /// <summary>What reps are to bring in, in planck.</summary>
    public BigInteger Quota { get; set; }

    /// <summary>What sponsors spent on customers created in the month, in planck.</summary>
    public BigInteger SponsoredPlanck { get; set; }

    /// <summary>The last forecast that was recorded in time.</summary>
    public ForecastFrozen? Forecast { get; set; }

    /// <summary>From submission to decision, in ticks, of what was decided in the month.</summary>
    public SortedBag<long> Decisions { get; } = new();

    /// <summary>Approvals that were decided in the month.</summary>
    public HashSet<ApprovalState> Decided { get; } = [];

    public int OverSla { get; set; }

    /// <summary>Approvals that wait for too long at the end of the month, less those at the end of the month before.</summary>
    public long OverdueDelta { get; set; }
}

/// <summary>What was paid by customers of their own, whoever they are.</summary>
internal sealed class Revenue
{
    public BigInteger Planck { get; private set; }

    public BigInteger UnmatchedPlanck { get; private set; }

    public long Events { get; private set; }

    public long UnmatchedEvents { get; private set; }

    public void Add(BigInteger planck, int sign)
    {
        Planck += sign * planck;
        Events += sign;
    }

    public void AddUnmatched(BigInteger planck, int sign)
    {
        UnmatchedPlanck += sign * planck;
        UnmatchedEvents += sign;
    }
}

/// <summary>Within how many days things count.</summary>
internal static class Horizons
{
    public const int NewCustomerDays = 365;
    public const int FirstDays = 90;
    public const int CreditToPaidDays = 120;

    public static readonly int[] Conversion = [30, 60, 90, 180];

    /// <summary>From lead, qualified, opportunity, quoted and accepted to the next.</summary>
    public static readonly int[] Stages = [30, 45, 60, 30, 28];
}
