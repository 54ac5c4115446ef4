using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How a metric is compared with the month before.</summary>
internal enum ChangeKind
{
    None,

    /// <summary>Rates: in percentage points.</summary>
    Points,

    /// <summary>Counts and amounts: in percent.</summary>
    Percent,
}

/// <summary>One metric: its definition, and where its parts stand in the books.</summary>
internal abstract class FigureRule(string name, int horizonDays = 0)
{
    public Metric Metric { get; } = new(name, horizonDays);

    /// <summary>Published when the month is sealed; else it changes for ever.</summary>
    public virtual bool IsSealed => true;

    /// <summary>Is in reports that ask for no metric by name. What came later is not: reports of before stay what they are.</summary>
    public virtual bool IsUsual => true;

    /// <summary>Groups have it, too.</summary>
    public virtual bool IsGrouped => false;

    public virtual ChangeKind Change => ChangeKind.Points;

    /// <summary>In words, with the names of the parts that <see cref="Explain"/> gives.</summary>
    public abstract string Formula { get; }

    /// <summary>What of the same month it reads.</summary>
    public abstract Touch Reads { get; }

    /// <summary>What of the two months before it reads, too.</summary>
    public virtual Touch ReadsTrailing => Touch.None;

    /// <summary>What of any month before it reads, too.</summary>
    public virtual Touch ReadsBefore => Touch.None;

    /// <summary>The figure of a month that is over.</summary>
    public abstract Figure Of(MonthBooks books, Month month);

    /// <summary>The figure of a month that goes on at the as-of instant, or comes after it.</summary>
    /// <param name="desk">All that is known then.</param>
    /// <param name="month">The month.</param>
    /// <param name="asOf">The instant, in ticks of UTC.</param>
    public virtual Figure SoFar(DeskBooks desk, Month month, long asOf) => Of(desk.Months, month);

    /// <summary>What the figure is put together from, down to facts.</summary>
    public abstract ImmutableArray<ExplainedPart> Explain(ExplainScope scope);
}
