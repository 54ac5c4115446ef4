using System.Collections.Immutable;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Sealing;

/// <summary>One metric's month after it was sealed: what was published first, and each restatement since. Nothing of that is ever overwritten.</summary>
internal sealed class Track(FigureRule rule, Month month, DateTimeOffset sealAt)
{
    private readonly List<Restatement> _restatements = [];
    private Figure? _before;
    private List<string> _causes = [];

    public FigureRule Rule => rule;

    public Month Month => month;

    public DateTimeOffset SealAt => sealAt;

    /// <summary>As it was sealed; null before.</summary>
    public Figure? FirstPublished { get; private set; }

    public Figure? Latest { get; private set; }

    public int Revision => FirstPublished is null ? 0 : 1 + _restatements.Count;

    public ImmutableArray<Restatement> Restatements => [.. _restatements];

    public void Seal(Figure figure) => (FirstPublished, Latest) = (figure, figure);

    /// <summary>A fact was added; true when the figure changed for the first time since facts of its instant came.</summary>
    public bool Notice(Fact cause, Figure now)
    {
        if (now.Equals(Latest))
        {
            return false;
        }

        var isFirst = _before is null;
        _before ??= Latest;
        _causes.Add(cause.Id);
        Latest = now;
        return isFirst;
    }

    /// <summary>All facts of one instant are in: one revision, unless they cancel each other out.</summary>
    public void Restate(DateTimeOffset recordedAt)
    {
        if (!Latest!.Equals(_before))
        {
            _restatements.Add(new(Revision + 1, recordedAt, [.. _causes], Latest));
        }

        (_before, _causes) = (null, []);
    }
}
