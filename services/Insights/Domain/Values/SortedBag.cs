namespace CoretimeDesk.Insights;

/// <summary>Values in order, each as often as it was added.</summary>
/// <typeparam name="T">What has an order.</typeparam>
internal sealed class SortedBag<T>
    where T : IComparable<T>
{
    private readonly List<T> _values = [];

    public int Count => _values.Count;

    public IReadOnlyList<T> Values => _values;

    public void Add(T value)
    {
        var place = _values.BinarySearch(value);
        _values.Insert(place < 0 ? ~place : place, value);
    }

    public void Remove(T value)
    {
        var place = _values.BinarySearch(value);
        if (place < 0)
        {
            throw new InvalidOperationException($"{value} was never added.");
        }

        _values.RemoveAt(place);
    }
}

/// <summary>Percentiles by nearest rank: of n values in order the one numbered ⌈n·p⌉, from 1. No averaging.</summary>
internal static class Percentiles
{
    /// <summary>The value numbered ⌈n ÷ 2⌉; of two the smaller.</summary>
    public static T? Median<T>(IReadOnlyList<T> ordered)
        where T : struct => ordered.Count == 0 ? null : ordered[((ordered.Count + 1) / 2) - 1];

    /// <summary>The value numbered ⌈9n ÷ 10⌉.</summary>
    public static T? P90<T>(IReadOnlyList<T> ordered)
        where T : struct => ordered.Count == 0 ? null : ordered[(int)((((long)ordered.Count * 9) + 9) / 10) - 1];

    /// <summary>The median of several bags together, without putting them into one.</summary>
    public static T? Median<T>(IReadOnlyList<IReadOnlyList<T>> bags)
        where T : struct, IComparable<T>
    {
        var count = bags.Sum(b => b.Count);
        if (count == 0)
        {
            return null;
        }

        // Steps through all bags in order at once, up to the middle.
        var places = new int[bags.Count];
        T middle = default;
        for (var left = (count + 1) / 2; left > 0; left--)
        {
            var least = -1;
            for (var i = 0; i < places.Length; i++)
            {
                if (places[i] < bags[i].Count && (least < 0 || bags[i][places[i]].CompareTo(bags[least][places[least]]) < 0))
                {
                    least = i;
                }
            }

            middle = bags[least][places[least]++];
        }

        return middle;
    }
}
