namespace CoretimeDesk.Insights.Books;

/// <summary>Finds what happened in a month without looking through what happened in all others. It counts nothing: explanations ask each thing found what it has to do with the month.</summary>
/// <typeparam name="T">What happens; the same object for the same thing.</typeparam>
internal sealed class ByMonth<T>
    where T : class
{
    private readonly Dictionary<Month, HashSet<T>> _months = [];

    /// <summary>All of a month, in no order.</summary>
    public IReadOnlyCollection<T> this[Month month] => _months.TryGetValue(month, out var found) ? found : [];

    /// <summary>A thing happened at another instant than before.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="before">In ticks of UTC; null when it had not happened.</param>
    /// <param name="after">Null when it has not happened after all.</param>
    public void Move(T thing, long? before, long? after)
    {
        if (before == after)
        {
            return;
        }

        if (before is { } past)
        {
            _months[Month.Of(past)].Remove(thing);
        }

        if (after is { } now)
        {
            var month = Month.Of(now);
            (_months.TryGetValue(month, out var found) ? found : _months[month] = []).Add(thing);
        }
    }
}
