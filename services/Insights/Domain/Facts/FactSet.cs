using System.Collections.Immutable;

namespace CoretimeDesk.Insights.Facts;

/// <summary>Facts, each id once, in any order.</summary>
/// <param name="Facts">Of a fact that came several times, the copy that was recorded first.</param>
/// <param name="Lines">How many were given, repetitions and unknown kinds included.</param>
/// <param name="Duplicates">How many repeated an id.</param>
/// <param name="UnknownKind">How many were of a kind that this program does not know.</param>
public sealed record FactSet(ImmutableArray<Fact> Facts, int Lines, int Duplicates, int UnknownKind)
{
    /// <summary>Facts that do not come from a file.</summary>
    /// <exception cref="ArgumentException">Two facts of one id say different things.</exception>
    public static FactSet Of(IEnumerable<Fact> facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var gathering = new FactGathering();
        foreach (var fact in facts)
        {
            if (!gathering.TryAdd(fact))
            {
                throw new ArgumentException($"Two facts of id '{fact.Id}' say different things.", nameof(facts));
            }
        }

        return gathering.ToSet();
    }
}

/// <summary>Puts facts together: a redelivery is counted, and the copy that was recorded first is kept.</summary>
internal sealed class FactGathering
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<Fact> _facts = [];
    private int _lines;
    private int _duplicates;

    /// <summary>The fact of that id; null when there is none.</summary>
    public Fact? Find(string id) => _places.TryGetValue(id, out var place) ? _facts[place] : null;

    /// <summary>Adds one; false when its id says something else already.</summary>
    public bool TryAdd(Fact fact)
    {
        _lines++;
        if (_places.TryAdd(fact.Id, _facts.Count))
        {
            _facts.Add(fact);
            return true;
        }

        _duplicates++;
        var place = _places[fact.Id];
        var known = _facts[place];
        _facts[place] = fact.RecordedAt < known.RecordedAt ? fact : known;
        return known.SaysTheSameAs(fact);
    }

    public FactSet ToSet()
    {
        var known = _facts.Where(f => f is not UnknownFact).ToImmutableArray();
        return new(known, _lines, _duplicates, _facts.Count - known.Length);
    }
}
