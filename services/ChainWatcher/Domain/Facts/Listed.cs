using System.Collections;
using System.Runtime.CompilerServices;

namespace CoretimeDesk.ChainWatcher;

/// <summary>A list that is equal to another of equal items, so that facts compare by what they say. Immutable; <c>default</c> does not occur.</summary>
[CollectionBuilder(typeof(Listed), nameof(Listed.Of))]
public sealed class Listed<T> : IReadOnlyList<T>, IEquatable<Listed<T>>
{
    private readonly T[] _items;

    internal Listed(T[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Listed<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Listed<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

/// <summary>Makes lists that compare by their items.</summary>
public static class Listed
{
    /// <summary>A list of these items, which are copied.</summary>
    public static Listed<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>A list of these items.</summary>
    public static Listed<T> From<T>(IEnumerable<T> items) => new([.. items]);
}
