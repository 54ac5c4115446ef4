using System.Collections.Immutable;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>The facts in a token at one look, with forecasts.</summary>
internal sealed class TokenFacts
{
    private readonly Dictionary<Month, Planck> _forecasts = [];
    private readonly Lock _lock = new();

    /// <param name="revision">Which look.</param>
    /// <param name="told">What was told.</param>
    /// <param name="staff">Who is who.</param>
    /// <param name="before">The look before, whose forecasts still hold as far as nothing has changed that they were made from.</param>
    /// <param name="changed">When the earliest fact was recorded that is otherwise than at the look before.</param>
    public TokenFacts(long revision, FactSet told, Staff staff, TokenFacts? before, DateTimeOffset changed)
    {
        (Revision, Told, Staff) = (revision, told, staff);
        foreach (var (month, planck) in before?.Forecasts().Where(f => f.Month.Start < changed) ?? [])
        {
            _forecasts[month] = planck;
        }
    }

    /// <summary>Which look.</summary>
    public long Revision { get; }

    /// <summary>What was told.</summary>
    public FactSet Told { get; }

    /// <summary>Who is who.</summary>
    public Staff Staff { get; }

    /// <summary>With the forecasts of months.</summary>
    /// <param name="from">The first month.</param>
    /// <param name="to">The last; nothing is forecast for a month that has not begun at <paramref name="until"/>.</param>
    /// <param name="until">As of when.</param>
    public FactSet With(Month from, Month to, DateTimeOffset until)
    {
        if (Told.Facts.IsEmpty)
        {
            return Told;
        }

        var first = Month.Of(Told.Facts.Min(f => f.RecordedAt)).Next;
        ImmutableArray<Fact> frozen = [.. Month.Range(from < first ? first : from, to).TakeWhile(m => m.Start <= until).Select(Frozen)];
        return frozen.IsEmpty ? Told : Told with { Facts = Told.Facts.AddRange(frozen), Lines = Told.Lines + frozen.Length };
    }

    /// <summary>All facts until an instant, with the forecasts of all months that have begun then.</summary>
    public IEnumerable<Fact> All(DateTimeOffset until) => Told.Facts.IsEmpty ? []
        : With(Month.Of(Told.Facts.Min(f => f.RecordedAt)), Month.Of(until), until).Facts.Where(f => f.RecordedAt <= until).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id, StringComparer.Ordinal);

    private ForecastFrozen Frozen(Month month)
    {
        lock (_lock)
        {
            if (!_forecasts.TryGetValue(month, out var planck))
            {
                _forecasts[month] = planck = Forecast.Of(Told, month);
            }

            return new($"forecast/{month}", month.Start, month.Start, month, planck);
        }
    }

    private List<(Month Month, Planck Planck)> Forecasts()
    {
        lock (_lock)
        {
            return [.. _forecasts.Select(f => (f.Key, f.Value))];
        }
    }
}
