namespace CoretimeDesk.Quoting.Matching;

/// <summary>A paid event with what other events say of it.</summary>
/// <param name="Fact">The paid event.</param>
/// <param name="Digests">Digests that were remarked in the same extrinsic.</param>
/// <param name="Tasks">The tasks that its core is for: of a renewal those of the workload, of a purchase those that it was assigned to.</param>
/// <param name="FinalTasks">Those of them that a whole core was assigned to for good.</param>
internal sealed record SeenFact(PaidFact Fact, IReadOnlySet<string> Digests, IReadOnlyList<uint> Tasks, IReadOnlyList<uint> FinalTasks)
{
    /// <summary>Puts together what several events say; in any order, and however often each was told.</summary>
    public static IReadOnlyList<SeenFact> Join(IEnumerable<PaidFact> paid, IEnumerable<DigestRemark> remarks, IEnumerable<AssignmentFact> assignments)
    {
        var digests = remarks.DistinctBy(r => r.FactId).ToLookup(r => (r.Place.Chain, r.Place.BlockHash, r.ExtrinsicIndex), r => r.Digest);
        var ofCore = assignments.DistinctBy(a => a.FactId).OrderBy(a => a.Place).ToLookup(a => (a.Place.Chain, a.Core));
        return
        [
            .. paid.DistinctBy(p => p.FactId).OrderBy(p => p.Place).Select(fact =>
            {
                var tagged = fact.ExtrinsicIndex is { } index ? digests[(fact.Place.Chain, fact.Place.BlockHash, index)] : [];
                var standing = Standing(fact, ofCore[(fact.Place.Chain, fact.Core)]);
                return new SeenFact(
                    fact,
                    tagged.ToHashSet(StringComparer.Ordinal),
                    fact.Kind == PaidKind.Renewal ? fact.Tasks : [.. standing.Select(a => a.Task!.Value).Distinct()],
                    fact.Kind == PaidKind.Renewal ? fact.Tasks : [.. standing.Where(a => a is { IsFinal: true, IsWholeCore: true }).Select(a => a.Task!.Value).Distinct()]);
            }),
        ];
    }

    // A region that is assigned after it has begun is told by a later begin. A provisional assignment is replaced by the next one; a removal ends what stands at its begin.
    private static List<AssignmentFact> Standing(PaidFact fact, IEnumerable<AssignmentFact> assignments)
    {
        List<AssignmentFact> standing = [];
        foreach (var assignment in assignments.Where(a => a.Place > fact.Place && a.Begin >= fact.Begin && a.Begin - fact.Begin < fact.Duration))
        {
            standing.RemoveAll(s => assignment.Task is null ? s.Begin == assignment.Begin : s.Begin == assignment.Begin && s.IsWholeCore);
            if (assignment.Task is not null)
            {
                standing.Add(assignment);
            }
        }

        return standing;
    }
}
