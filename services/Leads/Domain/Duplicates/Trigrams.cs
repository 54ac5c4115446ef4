using System.Collections.Frozen;

namespace CoretimeDesk.Leads;

/// <summary>
/// The groups of three neighbouring characters in a text: what an index finds parts of texts and similar texts by, in any
/// PostgreSQL, without an extension that a service's role may not create.
/// </summary>
public static class Trigrams
{
    /// <summary>Texts shorter than this have parts that no group of three fits into.</summary>
    public const int Width = 3;

    // Letters of names, frequent ones first. Only an order that everybody shares matters; a good one makes candidates few.
    private static readonly FrozenDictionary<char, int> Commonness =
        " eaotnirslcdhmupgkybvfwxzjq0123456789".Select((c, i) => (c, i)).ToFrozenDictionary(p => p.c, p => p.i);

    /// <summary>The groups of a text with blanks around it, so that its beginning counts too; each once, in order.</summary>
    public static string[] Of(string folded)
    {
        if (folded.Length == 0)
        {
            return [];
        }

        return Groups($"  {folded} ");
    }

    /// <summary>The groups that every text with this part in it has; none for a part that is too short.</summary>
    public static string[] Within(string folded) => Groups(folded);

    /// <summary>How many of the groups of both are common to both, in hundredths: 100 for the same text.</summary>
    public static int Likeness(IReadOnlyCollection<string> left, IReadOnlyCollection<string> right)
    {
        if (left.Count == 0 || right.Count == 0)
        {
            return 0;
        }

        var common = left.Count(right.Contains);
        return 100 * common / (left.Count + right.Count - common);
    }

    /// <summary>
    /// The rarest few groups of a text. Two texts that are alike enough (<see cref="WeakReasons.SimilarFrom"/>) have one of
    /// them in common, always: of n groups they share at least 60 %, so the others of each cannot fill its rarest
    /// n - ⌈0.6 n⌉ + 1.
    /// </summary>
    public static string[] Rarest(IReadOnlyCollection<string> grams)
    {
        var shared = (int)(((long)grams.Count * WeakReasons.SimilarFrom) + 99) / 100;
        return [.. grams.OrderByDescending(Rarity).ThenBy(g => g, StringComparer.Ordinal).Take(grams.Count - shared + 1)];
    }

    // By whole characters: half of a surrogate pair is no text.
    private static string[] Groups(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return [.. Enumerable.Range(0, Math.Max(0, text.Length - Width + 1)).Select(i => text.Substring(i, Width)).Distinct().Order(StringComparer.Ordinal)];
        }

        var characters = text.EnumerateRunes().Select(r => r.ToString()).ToArray();
        return [.. Enumerable.Range(0, Math.Max(0, characters.Length - Width + 1)).Select(i => string.Concat(characters.AsSpan(i, Width))).Distinct().Order(StringComparer.Ordinal)];
    }

    private static int Rarity(string gram)
    {
        var rarity = 0;
        foreach (var c in gram)
        {
            rarity += Commonness.TryGetValue(c, out var known) ? known : Commonness.Count;
        }

        return rarity;
    }
}
