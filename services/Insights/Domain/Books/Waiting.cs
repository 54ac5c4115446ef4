using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Books;

/// <summary>What kind of thing a fact is about.</summary>
internal enum ReferenceKind
{
    Lead,
    Merge,
    Quote,
    Purchase,
    Match,
    Grant,
    Tranche,
    Approval,
}

/// <summary>Something that a fact is about, and that another fact must have made known.</summary>
internal readonly record struct Reference(ReferenceKind Kind, string Name, long Number = 0);

/// <summary>Facts about what is not known yet. They have no effect until it is.</summary>
internal sealed class Waiting
{
    private readonly Dictionary<Reference, List<Fact>> _facts = [];

    /// <summary>All that still wait.</summary>
    public IEnumerable<Fact> Facts => _facts.Values.SelectMany(f => f);

    public void Add(Reference missing, Fact fact)
    {
        if (!_facts.TryGetValue(missing, out var facts))
        {
            _facts.Add(missing, facts = []);
        }

        facts.Add(fact);
    }

    /// <summary>What waited for this, and no longer does.</summary>
    public IReadOnlyList<Fact> Take(Reference known) => _facts.Remove(known, out var facts) ? facts : [];
}
